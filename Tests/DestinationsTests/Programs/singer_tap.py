"""A Singer tap with a stream that has a replication key and one that has none."""
import argparse
import json

parser = argparse.ArgumentParser()
parser.add_argument("--config")
parser.add_argument("--catalog")
parser.add_argument("--state")
parser.add_argument("--discover", action="store_true")
options = parser.parse_args()
config = json.load(open(options.config))
schema = {"type": "object", "properties": {"id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}}}


def put(message):
    print(json.dumps(message), flush=True)


if options.discover:
    put({"streams": [
        {"tap_stream_id": "events", "stream": "events", "schema": schema, "key_properties": ["id"],
         "metadata": [{"breadcrumb": [], "metadata": {"inclusion": "available", "replication-method": "INCREMENTAL", "replication-key": "at"}}]},
        {"tap_stream_id": "lists", "stream": "lists", "schema": schema, "key_properties": [],
         "metadata": [{"breadcrumb": [], "metadata": {"inclusion": "available", "forced-replication-method": "FULL_TABLE"}}]},
    ]})
else:
    state = json.load(open(options.state)) if options.state else {"bookmarks": {}}
    for stream in json.load(open(options.catalog))["streams"]:
        whole = [entry for entry in stream["metadata"] if not entry["breadcrumb"]][0]["metadata"]
        if not whole.get("selected"):
            continue
        name = stream["stream"]
        put({"type": "SCHEMA", "stream": name, "schema": stream["schema"], "key_properties": stream["key_properties"]})
        since = state["bookmarks"].get(name, {}).get("at", "") if name == "events" else ""
        for number in range(1, config["days"] + 1):
            at = "2024-01-%02dT00:00:00Z" % number
            if at < since:
                continue
            put({"type": "RECORD", "stream": name, "record": {"id": number, "at": at}, "time_extracted": "2024-02-01T00:00:00Z"})
            if name == "events":
                state["bookmarks"][name] = {"at": at}
                put({"type": "STATE", "value": state})
        put({"type": "STATE", "value": state})
