"""The figures as tables."""
import os
import platform
from dataclasses import dataclass


@dataclass
class Outcome:
    case: object
    figures: dict  # the medians of each side
    digests: dict
    same: bool


def seconds(value):
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def ratio(outcome):
    ours, theirs = outcome.figures.get("headwater"), outcome.figures.get("reference")
    if not ours or not theirs:
        return None
    if outcome.case.by_wall:
        return theirs.wall / ours.wall
    return theirs.cpu / max(ours.cpu, 1e-6)


def limits(outcome):
    """What the case is held to, and whether it holds."""
    case, ours, theirs = outcome.case, outcome.figures.get("headwater"), outcome.figures.get("reference")
    found = []
    if not ours:
        return found
    if case.ratio and theirs:
        found.append((f"{case.ratio:g}x" + (" wall" if case.by_wall else ""), ratio(outcome) >= case.ratio))
    if case.memory:
        found.append((f"{case.memory} MB", ours.memory < case.memory))
    if case.wall:
        found.append((f"{case.wall * 1000:g} ms", ours.wall <= case.wall))
    if case.halves_memory and theirs:
        found.append(("half the memory", ours.memory < theirs.memory / 2))
    if "curl" in outcome.figures and case.name == "plain":
        found.append(("3x curl", ours.cpu <= 3 * outcome.figures["curl"].cpu))
    if case.doubles and all(name in outcome.figures for name in case.doubles):
        builtin, nothing = (outcome.figures[name].cpu for name in case.doubles)
        found.append((f"2x the work of {case.doubles[0]}", ours.cpu - nothing <= 2 * (builtin - nothing)))
    return found


def line(outcome):
    parts = [f"{side} {seconds(f.cpu)} s CPU, {seconds(f.wall)} s wall, {f.memory:.0f} MB" for side, f in outcome.figures.items()]
    return f"{outcome.case.name}: {'; '.join(parts)}" + ("" if outcome.same else f" DIFFERENT RECORDS {outcome.digests}")


def row(cells):
    return "| " + " | ".join(cells) + " |"


def text(outcomes, date, rounds):
    head = f"{date}, {os.cpu_count()} cores ({platform.machine()}), medians of {rounds} rounds; output to /dev/null."
    lines = [head, "", row(["case", "records", "CPU s", "wall s", "MB", "reference CPU s", "wall s", "MB", "ratio", "limits"])]
    lines.append(row(["---"] * 2 + ["---:"] * 7 + ["---"]))
    for outcome in outcomes:
        cells = [outcome.case.title]
        counts = {count for count, _ in outcome.digests.values()}
        cells.append("–" if outcome.case.command != "read" else ", ".join(f"{count:,}" for count in sorted(counts)))
        for side in ("headwater", "reference"):
            figures = outcome.figures.get(side)
            cells += [seconds(figures.cpu), seconds(figures.wall), f"{figures.memory:.0f}"] if figures else ["–"] * 3
        found = ratio(outcome)
        cells.append(f"{found:.0f}x" if found else "–")
        verdicts = [name if holds else f"**misses {name}**" for name, holds in limits(outcome)]
        cells.append(", ".join(verdicts + ([] if outcome.same else ["**different records**"])) or "–")
        lines.append(row(cells))
    peers = [outcome for outcome in outcomes if set(outcome.figures) - {"headwater", "reference"}]
    if peers:
        lines += ["", row(["case", "tool", "CPU s", "wall s", "MB"]), row(["---"] * 2 + ["---:"] * 3)]
        for outcome in peers:
            for side, figures in outcome.figures.items():
                lines.append(row([outcome.case.title, side, seconds(figures.cpu), seconds(figures.wall), f"{figures.memory:.0f}"]))
    return "\n".join(lines)
