"""Says what a run put out: `digest.py FILE` prints the number of records and a digest of them, whatever their order.

A process of its own, so that the measuring process stays small: what a parent holds counts as its child's peak memory on Linux.
"""
import hashlib
import json
import sys


def items(path):
    """What must be the same in two runs: each record with its stream; of the other commands their answer."""
    with open(path, "rb") as file:
        for line in file:
            if not line.startswith(b"{"):
                continue
            message = json.loads(line)
            kind = message["type"]
            if kind == "RECORD":
                yield [message["record"]["stream"], message["record"]["data"]]
            elif kind == "CATALOG":
                yield from ([stream["name"], stream["json_schema"]] for stream in message["catalog"]["streams"])
            elif kind == "CONNECTION_STATUS":
                yield message["connectionStatus"]["status"]


def main():
    total, count = 0, 0
    for item in items(sys.argv[1]):
        text = json.dumps(item, sort_keys=True, ensure_ascii=False).encode()
        total = (total + int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")) % (1 << 128)
        count += 1
    print(count, f"{total:032x}")


main()
