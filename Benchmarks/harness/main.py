#!/usr/bin/env python3
"""Runs Headwater and the reference side by side on pages from a local server and prints what each took. See Benchmarks/README.md."""
import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile

import cases
import pages
import processes
import servers
import table
import tools

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help="the cases to run; all when none is named")
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each command (default 3)")
    parser.add_argument("--reference-rounds", type=int, help="counted runs of the reference, where it shall run less often")
    parser.add_argument("--only", action="append", choices=["headwater", "reference", "peers"], help="run these sides only")
    parser.add_argument("--reuse", action="store_true", help="take the figures of the sides that are not run from the last run")
    parser.add_argument("--headwater", help="the executable; built from this checkout when left out")
    parser.add_argument("--work", help="where pages and environments are kept between runs")
    parser.add_argument("--list", action="store_true", help="list the cases")
    parser.add_argument("--save", help="write the table to this file as well")
    return parser.parse_args()


class Bench:
    def __init__(self, arguments, chosen):
        self.rounds = arguments.rounds
        self.reference_rounds = min(arguments.rounds, arguments.reference_rounds or arguments.rounds)
        self.reuses = arguments.reuse
        self.sides = arguments.only or ["headwater", "reference", "peers"]
        self.work = os.path.abspath(
            arguments.work or os.environ.get("HEADWATER_BENCH_DIR") or os.path.join(tempfile.gettempdir(), "headwater-benchmarks"))
        os.makedirs(self.work, exist_ok=True)
        tools.system("nginx", "jq", "curl")
        self.commands = {}
        if "headwater" in self.sides:
            self.commands["headwater"] = os.path.abspath(arguments.headwater) if arguments.headwater else self.build("headwater")
        if "reference" in self.sides:
            self.commands["reference"] = tools.reference(self.work)
        self.python = tools.peers(self.work) if "peers" in self.sides and any(case.peers for case in chosen) else None
        self.pages = pages.Pages(os.path.join(self.work, "pages"))
        self.shop = None
        if any(case.manifest is None for case in chosen):
            self.shop_api = self.build("shop-api")
        self.servers = servers.Servers(self.work)
        self.base = f"http://127.0.0.1:{self.servers.port}"
        self.slow = f"http://127.0.0.1:{self.servers.slow_port}"

    @staticmethod
    def build(product):
        subprocess.run(["swift", "build", "-c", "release", "--product", product], cwd=ROOT, check=True, stdout=sys.stderr)
        path = subprocess.run(
            ["swift", "build", "-c", "release", "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
        return os.path.join(path, product)

    def stop(self):
        self.servers.stop()
        if self.shop:
            self.shop.terminate()
            self.shop.wait()

    def demo(self):
        """The demo's manifest and config, and its server."""
        place = os.path.join(ROOT, "Manifests", "shop")
        port = servers.free_port()
        if self.shop:
            self.shop.terminate()
            self.shop.wait()
        self.shop = subprocess.Popen([self.shop_api, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        servers.wait_for(port, self.shop)
        with open(os.path.join(place, "manifest.yaml"), encoding="utf-8") as file:
            manifest = file.read()
        with open(os.path.join(place, "config.json"), encoding="utf-8") as file:
            config = json.load(file)
        config["api_url"] = f"http://127.0.0.1:{port}"
        return manifest, config

    def prepare(self, case):
        """Writes the case's files; gives the arguments of the command."""
        for name in case.data:
            self.pages.need(name)
        directory = os.path.join(self.work, "cases", case.name)
        os.makedirs(directory, exist_ok=True)
        config = {}
        if case.manifest is None:
            manifest, config = self.demo()
        else:
            made = case.manifest(self.base, self.slow)
            manifest = json.dumps(made, indent=1)
            incremental = "incremental_sync" in made["streams"][0]
            stream = {"name": "items", "json_schema": {"type": "object"}, "supported_sync_modes": ["full_refresh", "incremental"]}
            mode = "incremental" if incremental else "full_refresh"
            catalog = {"streams": [{"stream": stream, "sync_mode": mode, "destination_sync_mode": "append"}]}
            self.write(directory, "catalog.json", json.dumps(catalog))
        self.write(directory, "manifest.yaml", manifest)
        self.write(directory, "config.json", json.dumps(config))
        for name, made in case.beside.items():
            self.write(directory, name + ".yaml", json.dumps(made(self.base, self.slow), indent=1))
        arguments = [case.command]
        if case.command != "spec":
            arguments += ["--config", "config.json", "--manifest-path", "manifest.yaml"]
        if case.command == "read":
            arguments += ["--catalog", "catalog.json"]
        if case.components:
            self.write(directory, "components.swift", case.components)
            arguments += ["--components", "components.swift"]
        return directory, arguments

    @staticmethod
    def write(directory, name, text):
        with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def digest(self, side, words, directory):
        """Runs once and says what came out, and what it took."""
        output = os.path.join(directory, side + ".jsonl")
        figures = processes.run(words, output, cwd=directory)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "digest.py")
        answer = subprocess.run([sys.executable, script, output], check=True, capture_output=True, text=True).stdout.split()
        os.remove(output)
        return (int(answer[0]), answer[1]), figures

    def measure(self, case):
        directory, arguments = self.prepare(case)
        runs = {}
        for side, command in self.commands.items():
            if case.components and side == "reference":
                continue
            words = [command, *arguments]
            if case.command == "spec" and side == "headwater":
                words += ["--manifest-path", "manifest.yaml"]
            runs[side] = words
        if "headwater" in runs:
            for name in case.beside:
                words = [name + ".yaml" if word == "manifest.yaml" else word for word in runs["headwater"]]
                runs[name] = words[:words.index("--components")] if case.components else words
        digests = {}
        figures = {side: [] for side in runs}
        for side, words in runs.items():
            digests[side], first = self.digest(side, words, directory)
            # A warm-up for Headwater; of the reference, which takes long enough not to need one, a run that counts.
            if side == "reference":
                figures[side].append(first)
        if "peers" in self.sides:
            for name, text in case.peers.items():
                runs[name] = text.format(base=self.base, peers=self.python)
                figures[name] = []
        for _ in range(self.rounds):
            for side, words in runs.items():
                limit = min(case.reference_rounds or self.rounds, self.reference_rounds) if side == "reference" else self.rounds
                if len(figures[side]) < limit:
                    figures[side].append(processes.run(words, cwd=directory))
        medians = {side: processes.medians(rounds) for side, rounds in figures.items()}
        self.keep(directory, medians, digests)
        # The reference's `spec` describes any connector, not this one: there is nothing to compare.
        alike = {digest for side, digest in digests.items() if not case.doubles or side != case.doubles[1]}
        same = case.command == "spec" or len(alike) == 1
        return table.Outcome(case, medians, digests, same)

    def keep(self, directory, medians, digests):
        """Keeps the figures in a file, for `--reuse`, and takes those of other sides from there when that is asked for."""
        path = os.path.join(directory, "results.json")
        known = {}
        if os.path.exists(path):
            with open(path) as file:
                known = json.load(file)
        for side, figures in medians.items():
            known[side] = {"figures": [figures.cpu, figures.wall, figures.memory], "digest": digests.get(side)}
        with open(path, "w") as file:
            json.dump(known, file)
        if self.reuses:
            for side in ("headwater", "reference", *sorted(set(known) - {"headwater", "reference"})):
                if side in known:
                    medians[side] = processes.Figures(*known[side]["figures"])
                    if known[side]["digest"]:
                        digests[side] = tuple(known[side]["digest"])


def main():
    arguments = options()
    known = {case.name: case for case in cases.CASES}
    if arguments.list:
        for case in cases.CASES:
            print(f"{case.name:18} {case.title}")
        return 0
    unknown = [name for name in arguments.cases if name not in known]
    if unknown:
        sys.exit(f"There is no case {', '.join(unknown)}; --list names them.")
    chosen = [known[name] for name in arguments.cases] or cases.CASES
    bench = Bench(arguments, chosen)
    outcomes = []
    try:
        for case in chosen:
            outcome = bench.measure(case)
            outcomes.append(outcome)
            print(table.line(outcome), file=sys.stderr, flush=True)
    finally:
        bench.stop()
    text = table.text(outcomes, datetime.date.today(), arguments.rounds)
    print(text)
    if arguments.save:
        with open(arguments.save, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    different = [outcome.case.name for outcome in outcomes if not outcome.same]
    if different:
        print(f"Headwater and the reference gave different records in: {', '.join(different)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
