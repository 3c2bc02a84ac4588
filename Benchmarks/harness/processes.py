"""Runs a command as a whole process and takes its figures from the kernel's account of it."""
import json
import os
import subprocess
import sys
from dataclasses import dataclass

LAUNCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "launch.py")


@dataclass
class Figures:
    cpu: float  # seconds, user and system
    wall: float  # seconds
    memory: float  # peak, MB


def run(command, output="/dev/null", environment=None, cwd=None, allowed=(0,)):
    """Runs a list of words, or a text with a shell; of several processes the CPU time counts together."""
    words = command if isinstance(command, list) else ["sh", "-c", command]
    report = cwd + "/figures.json"
    with open(output, "wb") as out, open(os.devnull, "rb") as nothing, open(cwd + "/stderr.txt", "wb") as errors:
        launch = [sys.executable, "-I", "-S", LAUNCH, report, *words]
        subprocess.run(launch, stdin=nothing, stdout=out, stderr=errors, env=environment, cwd=cwd, check=True)
    with open(report, encoding="utf-8") as file:
        code, cpu, wall, memory = json.load(file)
    if code not in allowed:
        with open(cwd + "/stderr.txt", errors="replace") as errors:
            tail = errors.read()[-2000:]
        raise RuntimeError(f"exit status {code} of: {' '.join(words)}\n{tail}")
    return Figures(cpu, wall, memory)


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def medians(rounds):
    return Figures(*(median([getattr(figures, name) for figures in rounds]) for name in ("cpu", "wall", "memory")))
