"""A source of the Airbyte protocol with an incremental stream, one that is read whole, and one that fails on request."""
import argparse
import json
import sys

parser = argparse.ArgumentParser()
parser.add_argument("command")
parser.add_argument("--config")
parser.add_argument("--catalog")
parser.add_argument("--state")
options = parser.parse_args()
config = json.load(open(options.config))


def put(message):
    print(json.dumps(message), flush=True)


def status(name, word):
    put({"type": "TRACE", "trace": {"type": "STREAM_STATUS", "emitted_at": 1, "stream_status": {
        "stream_descriptor": {"name": name}, "status": word}}})


if options.command == "discover":
    schema = {"type": "object", "properties": {"id": {"type": "integer"}, "at": {"type": "string"}}}
    streams = [
        {"name": "events", "json_schema": schema, "supported_sync_modes": ["full_refresh", "incremental"], "default_cursor_field": ["at"],
         "source_defined_cursor": True, "source_defined_primary_key": [["id"]]},
        {"name": "lists", "json_schema": schema, "supported_sync_modes": ["full_refresh"]},
        {"name": "broken", "json_schema": schema, "supported_sync_modes": ["full_refresh"]},
    ]
    print("a line that is no message")
    put({"type": "CATALOG", "catalog": {"streams": streams}})
    sys.exit(0)

since = ""
for state in json.load(open(options.state)) if options.state else []:
    since = state["stream"]["stream_state"].get("at", "")
failed = False
for configured in json.load(open(options.catalog))["streams"]:
    name = configured["stream"]["name"]
    status(name, "STARTED")
    if name == "broken" and config.get("breaks"):
        if not config.get("is_silent"):
            put({"type": "TRACE", "trace": {"type": "ERROR", "emitted_at": 1, "error": {
                "message": "the key was revoked", "failure_type": "config_error", "stream_descriptor": {"name": name}}}})
            failed = True
        status(name, "INCOMPLETE")
        continue
    for number in range(1, config["days"] + 1):
        at = "2024-01-%02d" % number
        if configured["sync_mode"] == "incremental" and at < since:
            continue
        put({"type": "RECORD", "record": {"stream": name, "data": {"id": number, "at": at}, "emitted_at": 1}})
        if configured["sync_mode"] == "incremental":
            put({"type": "STATE", "state": {"type": "STREAM", "stream": {
                "stream_descriptor": {"name": name}, "stream_state": {"at": at}}}})
    status(name, "COMPLETE")
sys.exit(1 if failed else 0)
