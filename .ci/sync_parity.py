#!/usr/bin/env python3
"""Syncs the connectors of the shared parity checks into SQLite files, twice each, and compares the rows with the records of `read`.

    .ci/sync_parity.py SHARED [--connectors a,b] [--sample N] -- headwater

The first sync must store what `read` prints (of records with one key one, equal records of a stream with a cursor once), column types must be
those of the schema, and a second sync must bring nothing twice.
"""
import argparse
import collections
import hashlib
import json
import os
import queue
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN"}


def key_of(record, path):
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return json.dumps(record, sort_keys=True)


def run(command, mock, folder, work, routes_log, run_case, nsec):
    routes = os.path.join(folder, "routes.json")
    mock.load(routes if os.path.exists(routes) else routes + ".gz", os.path.join(work, routes_log), "plain")
    environment = dict(os.environ)
    environment.update(mock.env())
    environment.update(run_case.clock_env(nsec))
    return subprocess.run(command, cwd=work, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=120)


def read_records(output):
    records, complete = collections.defaultdict(list), set()
    for line in output.splitlines():
        message = json.loads(line)
        if message["type"] == "RECORD":
            records[message["record"]["stream"]].append(message["record"]["data"])
        if message["type"] == "TRACE" and message["trace"]["type"] == "STREAM_STATUS":
            status = message["trace"]["stream_status"]
            if status["status"] == "COMPLETE":
                complete.add(status["stream_descriptor"]["name"])
    return records, complete


def rows(database, stream):
    table = database.execute("SELECT table_name FROM _headwater_states WHERE stream = ?", [stream]).fetchone()
    if table is None:
        return (None, None), {}
    quoted = '"' + table[0].replace('"', '""') + '"'
    types = {row[1]: row[2] for row in database.execute(f"PRAGMA table_info({quoted})")}
    fields = ", ".join('"' + name.replace('"', '""') + '"' for name in types if not name.startswith("_airbyte_")) or "1"
    distinct = database.execute(f"SELECT count(*) FROM (SELECT DISTINCT {fields} FROM {quoted})").fetchone()[0]
    return (database.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0], distinct), types


def simple_type(schema):
    kinds = schema.get("type") if isinstance(schema, dict) else None
    kinds = [kinds] if isinstance(kinds, str) else kinds or []
    kinds = [kind for kind in kinds if kind != "null"]
    return TYPES.get(kinds[0]) if len(kinds) == 1 and not {"airbyte_type", "anyOf", "oneOf", "enum"} & set(schema) else None


def check(name, folder, headwater, mock, run_case, nsec):
    work = tempfile.mkdtemp(prefix="sync-parity-")
    problems = []
    try:
        config = os.path.join(work, "config.json")
        with open(config, "w", encoding="utf-8") as file:
            json.dump(run_case.case_json(folder, "config.json"), file, ensure_ascii=False)
        with open(config, encoding="utf-8") as file:
            original = file.read()
        manifest = os.path.join(folder, "manifest.yaml")
        options = ["--manifest-path", manifest, "--config", config]
        catalog = run(headwater + ["discover"] + options, mock, folder, work, "discover.log", run_case, nsec).stdout
        streams = {}
        for line in catalog.splitlines():
            message = json.loads(line)
            if message["type"] == "CATALOG":
                streams = {stream["name"]: stream for stream in message["catalog"]["streams"]}
        if not streams:
            return []
        configured = {"streams": [
            {"stream": stream, "sync_mode": "incremental" if "incremental" in stream["supported_sync_modes"] else "full_refresh",
             "destination_sync_mode": "append"} for stream in streams.values()]}
        path = os.path.join(work, "catalog.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(configured, file)
        result = run(headwater + ["read"] + options + ["--catalog", path], mock, folder, work, "read.log", run_case, nsec)
        records, complete = read_records(result.stdout)
        database_path = os.path.join(work, "out.sqlite")
        # Values with `${` in a made-up config are not meant as references.
        with open(config, "w", encoding="utf-8") as file:
            file.write(original.replace("${", "$${"))
        sync = headwater + ["sync", manifest, "--config", config, "--to", database_path, "--connection", "parity", "--quiet"]
        counts = []
        for turn in (1, 2):
            result = run(sync, mock, folder, work, f"sync{turn}.log", run_case, nsec)
            if result.returncode not in (0, 1, 3):
                problems.append(f"sync {turn} ended with {result.returncode}: {result.stderr.decode()[-300:]}")
            if not os.path.exists(database_path):
                return problems + [f"sync {turn} made no database: {result.stderr.decode()[-300:]}"]
            database = sqlite3.connect(database_path)
            counts.append({stream: rows(database, stream) for stream in complete})
            database.close()
        for stream in sorted(complete):
            compare(streams.get(stream, {}), stream, records[stream], [turn[stream] for turn in counts], problems)
        return problems
    finally:
        shutil.rmtree(work, ignore_errors=True)


def compare(description, stream, records, counts, problems):
    key = description.get("source_defined_primary_key") or []
    cursor = "incremental" in description.get("supported_sync_modes", [])
    most = least = len(records)
    if cursor and key:
        with_key = [record for record in records if all(key_of(record, path) != "null" for path in key)]
        most = least = len({tuple(key_of(record, path) for path in key) for record in with_key}) + len(records) - len(with_key)
    elif cursor:
        least = len({json.dumps(record, sort_keys=True) for record in records})
    ((first, _), types), ((second, distinct), _) = counts
    if first is None or not least <= first <= most:
        problems.append(f"{stream}: {first} rows after the first sync, {least} to {most} expected")
    # The API of the checks makes new records for every window, so a second sync may bring some, but none that are stored.
    if cursor and second != distinct:
        problems.append(f"{stream}: {second} rows after the second sync, of which {distinct} differ")
    if not cursor and second != first:
        problems.append(f"{stream}: {second} rows after the second sync, {first} after the first")
    for field, schema in (description.get("json_schema", {}).get("properties") or {}).items():
        wanted = simple_type(schema)
        if wanted and types and types.get(field) not in (wanted, None) and field.lower() not in {
                name.lower() for name in description["json_schema"]["properties"] if name != field}:
            problems.append(f"{stream}.{field}: column of type {types.get(field)} instead of {wanted}")


def main():
    words = sys.argv[1:]
    split = words.index("--")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared")
    parser.add_argument("--connectors")
    parser.add_argument("--sample", type=int)
    options = parser.parse_args(words[:split])
    headwater = [os.path.abspath(words[split + 1])] + words[split + 2:]
    parity = os.path.join(os.path.abspath(options.shared), "parity")
    sys.path.insert(0, parity)
    import gzip
    import mockapi
    import run_case
    cases = os.path.join(parity, "open")
    names = sorted(name for name in os.listdir(cases) if os.path.exists(os.path.join(cases, name, "golden.json.gz")))
    if options.connectors:
        names = [name for name in names if name.removeprefix("source-") in options.connectors.split(",") or name in options.connectors.split(",")]
    if options.sample:
        names = sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:options.sample]
    run_case.clock_lib()
    todo, lock, totals = queue.Queue(), threading.Lock(), {"passed": 0, "failed": 0}
    for name in names:
        todo.put(name)

    def work():
        mock = mockapi.Mock()
        try:
            while True:
                try:
                    name = todo.get_nowait()
                except queue.Empty:
                    return
                folder = os.path.join(cases, name)
                with gzip.open(os.path.join(folder, "golden.json.gz")) as file:
                    nsec = json.loads(file.read()).get("clock_nsec", 0)
                try:
                    problems = check(name, folder, headwater, mock, run_case, nsec)
                except Exception as error:
                    problems = [repr(error)]
                with lock:
                    totals["failed" if problems else "passed"] += 1
                    for problem in problems or []:
                        print(f"FAIL {name}: {problem}", flush=True)
        finally:
            mock.stop()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{totals['passed']} passed, {totals['failed']} failed")
    sys.exit(1 if totals["failed"] else 0)


if __name__ == "__main__":
    main()
