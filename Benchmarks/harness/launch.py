"""Runs the words behind the first argument as a process and writes what it took, as JSON, to the file named by that argument.

A process of its own, since the kernel's account of a process's memory begins with that of the one it was started by, and the harness
grows. Run with `-I -S`, so that this one stays small.
"""
import os
import sys
import time

report, words = sys.argv[1], sys.argv[2:]
start = time.monotonic()
child = os.posix_spawnp(words[0], words, os.environ)
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - start
code = os.waitstatus_to_exitcode(status)
with open(report, "w") as file:
    file.write(f'[{code}, {usage.ru_utime + usage.ru_stime}, {wall}, {usage.ru_maxrss / 1024}]')
