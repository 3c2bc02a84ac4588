"""Records of streams in a file of JSON lines, with the modes of Airbyte's and Singer's destinations."""
import json
import os


class Store:
    def __init__(self, path):
        self.path = path
        self.rows = []
        if os.path.exists(path):
            with open(path) as file:
                self.rows = [json.loads(line) for line in file]

    def add(self, stream, record, key=None, cursor=None, version=None):
        if key and all(name in record for name in key):
            for row in self.rows:
                same = row["stream"] == stream and row.get("version") == version
                if same and all(row["record"].get(name) == record[name] for name in key):
                    if cursor is None or record.get(cursor, 0) >= row["record"].get(cursor, 0):
                        row["record"] = record
                    return
        self.rows.append({"stream": stream, "record": record, "version": version})

    def drop(self, stream, keep):
        self.rows = [row for row in self.rows if row["stream"] != stream or keep(row)]

    def save(self, hides=()):
        with open(self.path + ".new", "w") as file:
            for row in self.rows:
                if (row["stream"], row.get("version")) not in hides:
                    file.write(json.dumps(row) + "\n")
        os.replace(self.path + ".new", self.path)
