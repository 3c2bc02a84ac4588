#!/usr/bin/env python3
"""Measures `headwater sync` into SQLite and PostgreSQL beside `read` plus the import of the same rows by the database's own shell, and beside
PyAirbyte and dlt into DuckDB. All read the same pages from a local server. See Benchmarks/README.md."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

import cases
import main
import pages
import processes
import servers
import tools

PYAIRBYTE = """
import json, sys
import airbyte as ab
source = ab.get_source("source-bench", local_executable=sys.argv[1], config=json.load(open("injected.json")), streams="*")
result = source.read(cache=ab.caches.DuckDBCache(db_path=sys.argv[2]), force_full_refresh=True)
assert result.processed_records == {records}, result.processed_records
"""
DLT = """
import os, sys
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
import dlt
from dlt.sources.rest_api import rest_api_source
source = rest_api_source({{"client": {{"base_url": sys.argv[1]}}, "resources": [{{"name": "items", "endpoint": {{
    "path": "/small", "data_selector": "data", "paginator": {{"type": "page_number", "base_page": 1, "page_param": "page", "total_path": None}}}}}}]}})
pipeline = dlt.pipeline("bench", destination=dlt.destinations.duckdb(sys.argv[2]), dataset_name="bench", pipelines_dir=sys.argv[3])
pipeline.run(source)
with pipeline.sql_client() as client:
    assert client.execute_sql("SELECT count(*) FROM items")[0][0] == 200000
"""


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how often the 200,000 records are read (default 5: a million)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--headwater", help="the executable; built from this checkout when left out")
    parser.add_argument("--only", action="append", choices=["sqlite", "postgres", "peers"])
    return parser.parse_args()


def manifest(base, times):
    router = {"type": "ListPartitionRouter", "values": [str(number) for number in range(times)], "cursor_field": "turn"}
    made = cases.stream(base, "/small", schema=pages.SMALL_SCHEMA, paginator=cases.by_page(), retriever={"partition_router": router})
    return cases.source(made, concurrency=1)


class Measurement:
    def __init__(self, arguments):
        self.arguments = arguments
        self.work = os.path.join(tempfile.gettempdir(), "headwater-benchmarks")
        os.makedirs(self.work, exist_ok=True)
        tools.system("nginx", "sqlite3")
        self.headwater = os.path.abspath(arguments.headwater) if arguments.headwater else main.Bench.build("headwater")
        store = pages.Pages(os.path.join(self.work, "pages"))
        store.need("small")
        self.servers = servers.Servers(self.work)
        self.base = f"http://127.0.0.1:{self.servers.port}"
        self.place = os.path.join(self.work, "sync")
        shutil.rmtree(self.place, ignore_errors=True)
        os.makedirs(self.place)
        self.records = 200_000 * arguments.times
        self.write("manifest.yaml", json.dumps(manifest(self.base, arguments.times)))
        self.write("config.json", "{}")

    def write(self, name, text):
        with open(os.path.join(self.place, name), "w", encoding="utf-8") as file:
            file.write(text)

    def measure(self, commands):
        """The medians of commands, run in turn; each is a text for a shell, after one that is not measured."""
        figures = {name: [] for name in commands}
        for _ in range(self.arguments.rounds):
            for name, (before, command) in commands.items():
                subprocess.run(before, shell=True, check=True, cwd=self.place, stdout=subprocess.DEVNULL)
                figures[name].append(processes.run(command, cwd=self.place))
        return {name: processes.medians(rounds) for name, rounds in figures.items()}

    def show(self, title, medians, of, to):
        print(f"\n{title}")
        for name, figures in medians.items():
            print(f"  {name:34} {figures.cpu:8.2f} s CPU  {figures.wall:8.2f} s wall  {figures.memory:6.0f} MB")
        cpu, wall = sum(medians[name].cpu for name in to), sum(medians[name].wall for name in to)
        print(f"  ratio of CPU {medians[of].cpu / cpu:.2f}, of wall {medians[of].wall / wall:.2f}", flush=True)

    def sqlite(self):
        sync = f"{self.headwater} sync manifest.yaml --config config.json --to out.sqlite --quiet"
        subprocess.run(sync, shell=True, check=True, cwd=self.place)
        subprocess.run(["sqlite3", "out.sqlite", "-cmd", ".mode csv", "-cmd", ".once rows.csv", "SELECT * FROM items"], check=True, cwd=self.place)
        schema = subprocess.run(["sqlite3", "out.sqlite", ".schema items"], check=True, cwd=self.place, capture_output=True, text=True).stdout
        self.write("import.sql", f"PRAGMA journal_mode=WAL;\nPRAGMA synchronous=NORMAL;\n{schema}\n.mode csv\n.import rows.csv items\n")
        medians = self.measure({
            "sync": ("rm -f out.sqlite*", sync),
            "read to /dev/null": ("true", f"{self.headwater} read manifest.yaml --config config.json"),
            "import by the sqlite3 shell": ("rm -f imported.sqlite*", "sqlite3 imported.sqlite < import.sql"),
        })
        self.show(f"{self.records:,} records into SQLite: sync beside read and import", medians, "sync",
                  ["read to /dev/null", "import by the sqlite3 shell"])

    def postgres(self):
        programs = sorted(os.listdir("/usr/lib/postgresql"))[-1]
        binaries = f"/usr/lib/postgresql/{programs}/bin"
        data = tempfile.mkdtemp(prefix="headwater-pg-")
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if user:
            shutil.chown(data, "postgres")
        subprocess.run([*user, f"{binaries}/initdb", "-D", f"{data}/d", "-A", "trust", "-U", "postgres"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*user, f"{binaries}/pg_ctl", "-w", "-D", f"{data}/d", "-l", f"{data}/log", "-o",
                        f"-k {data} -c listen_addresses= -c max_wal_size=4GB", "start"], check=True, stdout=subprocess.DEVNULL)
        address = f"postgresql:///postgres?host={data}&user=postgres"
        query = ["psql", "-q", "-d", address, "-c"]
        try:
            sync = f"{self.headwater} sync manifest.yaml --config config.json --to '{address}' --quiet"
            subprocess.run(sync, shell=True, check=True, cwd=self.place)
            subprocess.run([*query, r"\copy items TO rows.pg"], check=True, cwd=self.place)
            subprocess.run([*query, "CREATE TABLE imported (LIKE items)"], check=True)
            copied = r"\copy imported FROM rows.pg"
            medians = self.measure({
                "sync": (f"psql -q -d '{address}' -c 'CHECKPOINT'", sync),
                "read to /dev/null": ("true", f"{self.headwater} read manifest.yaml --config config.json"),
                r"psql \copy": (f"psql -q -d '{address}' -c 'TRUNCATE imported' -c CHECKPOINT", f"psql -q -d '{address}' -c '{copied}'"),
            })
            self.show(f"{self.records:,} records into PostgreSQL, the clients' CPU and all wall time: sync beside read and \\copy", medians,
                      "sync", ["read to /dev/null", r"psql \copy"])
        finally:
            subprocess.run([*user, f"{binaries}/pg_ctl", "-D", f"{data}/d", "-m", "immediate", "stop"], stdout=subprocess.DEVNULL)
            shutil.rmtree(data, ignore_errors=True)

    def peers(self):
        python = os.path.join(tools.environment("HEADWATER_SYNC_PEERS", self.work, "airbyte==0.71.3", "dlt[duckdb]==1.31.0"), "python")
        reference = tools.reference(self.work)
        self.write("small.yaml", json.dumps(manifest(self.base, 1)))
        with open(os.path.join(self.place, "injected.json"), "w", encoding="utf-8") as file:
            json.dump({"__injected_declarative_manifest": manifest(self.base, 1) | {"spec": {
                "type": "Spec", "connection_specification": {"type": "object", "properties": {}}}}}, file)
        self.write("source-bench", f'#!/bin/sh\nexec {reference} "$@"\n')
        os.chmod(os.path.join(self.place, "source-bench"), 0o755)
        self.write("pyairbyte.py", PYAIRBYTE.format(records=200_000))
        self.write("dlt_sync.py", DLT.format())
        environment = "AIRBYTE_OFFLINE_MODE=1 DO_NOT_TRACK=1"
        medians = self.measure({
            "sync": ("rm -f out.sqlite*", f"{self.headwater} sync small.yaml --config config.json --to out.sqlite --quiet"),
            "PyAirbyte with airbyte-cdk": ("rm -f pa.duckdb*", f"{environment} {python} pyairbyte.py {self.place}/source-bench pa.duckdb"),
            "dlt": ("rm -rf dlt.duckdb* pipelines", f"{python} dlt_sync.py {self.base} dlt.duckdb pipelines"),
        })
        for peer in ("PyAirbyte with airbyte-cdk", "dlt"):
            self.show(f"200,000 records: {peer} into DuckDB beside sync into SQLite", {name: medians[name] for name in (peer, "sync")}, peer, ["sync"])


if __name__ == "__main__":
    arguments = options()
    measurement = Measurement(arguments)
    try:
        for name in arguments.only or ["sqlite", "postgres", "peers"]:
            getattr(measurement, name)()
    finally:
        measurement.servers.stop()
