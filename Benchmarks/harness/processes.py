"""Runs a command as a whole process and takes its figures from the kernel's account of it."""
import os
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Figures:
    cpu: float  # seconds, user and system
    wall: float  # seconds
    memory: float  # peak, MB


def run(command, output="/dev/null", environment=None, cwd=None, allowed=(0,)):
    """Runs a list of words, or a text with a shell; of several processes the CPU time counts together."""
    words = command if isinstance(command, list) else ["sh", "-c", command]
    with open(output, "wb") as out, open(os.devnull, "rb") as nothing, open(cwd + "/stderr.txt", "wb") as errors:
        start = time.monotonic()
        process = subprocess.Popen(words, stdin=nothing, stdout=out, stderr=errors, env=environment, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        with open(cwd + "/stderr.txt", errors="replace") as errors:
            tail = errors.read()[-2000:]
        raise RuntimeError(f"exit status {process.returncode} of: {' '.join(words)}\n{tail}")
    return Figures(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def medians(rounds):
    return Figures(*(median([getattr(figures, name) for figures in rounds]) for name in ("cpu", "wall", "memory")))
