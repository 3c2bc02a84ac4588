"""A destination of the Airbyte protocol: `spec`, and `write` with generations and stream statuses."""
import argparse
import json
import sys

import store

parser = argparse.ArgumentParser()
parser.add_argument("command")
parser.add_argument("--config")
parser.add_argument("--catalog")
options = parser.parse_args()


def put(message):
    print(json.dumps(message), flush=True)


if options.command == "spec":
    put({"type": "LOG", "log": {"level": "INFO", "message": "here comes the spec"}})
    modes = ["append", "overwrite", "append_dedup"]
    put({"type": "SPEC", "spec": {"connectionSpecification": {"type": "object"}, "supported_destination_sync_modes": modes}})
    sys.exit(0)

config = json.load(open(options.config))
kept = store.Store(config["path"])
streams = {}
for stream in json.load(open(options.catalog))["streams"]:
    name = stream["stream"]["name"]
    assert {"generation_id", "minimum_generation_id", "sync_id"} <= set(stream), stream
    streams[name] = stream
written = {name: [] for name in streams}
failing = config.get("fails_after")
count = 0
for line in sys.stdin:
    message = json.loads(line)
    kind = message["type"]
    if kind == "RECORD":
        record = message["record"]
        assert record["emitted_at"] > 1_000_000_000_000, record
        written[record["stream"]].append(record["data"])
        count += 1
        if failing is not None and count > failing:
            put({"type": "TRACE", "trace": {"type": "ERROR", "emitted_at": 1, "error": {"message": "the warehouse is closed"}}})
            sys.exit(1)
    elif kind == "STATE":
        name = message["state"]["stream"]["stream_descriptor"]["name"]
        stream = streams[name]
        if stream["minimum_generation_id"] != stream["generation_id"] or stream["minimum_generation_id"] == 0:
            key = [path[0] for path in stream.get("primary_key", [])] if stream["destination_sync_mode"] == "append_dedup" else None
            cursor = (stream.get("cursor_field") or [None])[0]
            for record in written[name]:
                kept.add(name, record, key, cursor)
            written[name] = []
            kept.save()
        message["state"]["stream"]["stream_descriptor"]["namespace"] = None
        put(message)
    elif kind == "TRACE" and message["trace"]["stream_status"]["status"] == "COMPLETE":
        name = message["trace"]["stream_status"]["stream_descriptor"]["name"]
        stream = streams[name]
        if stream["minimum_generation_id"] == stream["generation_id"] and stream["minimum_generation_id"] > 0:
            kept.drop(name, lambda row: False)
            for record in written[name]:
                kept.add(name, record)
            kept.save()
