"""A Singer target: SCHEMA before records, keys, versions, and states on standard output."""
import argparse
import json
import sys

import store

parser = argparse.ArgumentParser()
parser.add_argument("--config")
config = json.load(open(parser.parse_args().config))
kept = store.Store(config["path"])
keys, hidden = {}, set()
for line in sys.stdin:
    message = json.loads(line)
    kind = message["type"]
    if kind == "SCHEMA":
        keys[message["stream"]] = message["key_properties"]
        assert message["schema"]["type"] == "object" and "properties" in message["schema"], message
    elif kind == "RECORD":
        stream, version = message["stream"], message.get("version")
        assert stream in keys and message["time_extracted"].endswith("Z")
        if version is not None:
            hidden.add((stream, version))
        cursor = "changed" if keys[stream] else None
        kept.add(stream, message["record"], keys[stream], cursor, version)
    elif kind == "ACTIVATE_VERSION":
        hidden.discard((message["stream"], message["version"]))
        kept.drop(message["stream"], lambda row: row.get("version") == message["version"])
    elif kind == "STATE":
        kept.save(hidden)
        print(json.dumps(message["value"]), flush=True)
kept.save(hidden)
