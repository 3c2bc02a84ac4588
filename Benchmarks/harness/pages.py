"""The pages that the benchmark's server gives out, made from a seed."""
import datetime
import gzip
import json
import os
import random
import shutil
import subprocess
import sys

SEED = 20240501
PAGE = 1000
SMALL_PAGES = 200
WIDE_PAGES = 20
FIRST = ["Ana", "Bo", "Chloé", "Dmitri", "Élise", "Farid", "Grace", "Håkon", "Ines", "Jun"]
LAST = ["Silva", "Okafor", "Dubois", "Eriksen", "Kowalska", "Haddad", "Nguyen", "Rossi", "Tanaka", "Weber"]
CITIES = ["Lisbon", "Lagos", "Lyon", "Oslo", "Gdańsk", "Beirut", "Hanoi", "Turin", "Osaka", "Ulm"]
STATUSES = ["active", "active", "active", "paused", "deleted"]


def day(number):
    """The date `number` days after the start of 2024."""
    return (datetime.date(2024, 1, 1) + datetime.timedelta(days=number)).isoformat()


def small_text(rng, identity, moment=None):
    """A record of about 250 bytes. Its amount, count and flag are texts, for schema normalisation to convert."""
    first, last = rng.choice(FIRST), rng.choice(LAST)
    moment = moment or f"{day(identity // 1000)}T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}Z"
    note = "null" if rng.random() < 0.5 else '"calls back"'
    return (
        f'{{"id":{identity},"name":"{first} {last}","email":"customer{identity}@example.com","status":"{rng.choice(STATUSES)}",'
        f'"amount":"{rng.randrange(1, 10**6) / 100}","quantity":"{rng.randrange(1, 50)}","is_new":"{rng.choice(["true", "false"])}",'
        f'"updated_at":"{moment}","note":{note},"address":{{"city":"{rng.choice(CITIES)}","zip":{rng.randrange(10**5)}}}}}'
    )


SMALL_SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "email": {"type": "string"},
        "status": {"type": ["null", "string"]},
        "amount": {"type": ["null", "number"]},
        "quantity": {"type": ["null", "integer"]},
        "is_new": {"type": "boolean"},
        "updated_at": {"type": "string", "format": "date-time"},
        "note": {"type": ["null", "string"]},
        "address": {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": ["null", "string"]}}},
    },
}


def wide_text(rng, identity):
    """A nested record of about 3.7 kB; a part of its values is of another type than the schema's."""
    fields = [f'"id":{identity},"name":"{rng.choice(FIRST)} {rng.choice(LAST)}","status":"{rng.choice(STATUSES)}"']
    fields.append(f'"updated_at":"{day(identity // 1000)}T00:00:00Z"')
    for number in range(20):
        fields.append(f'"text_{number}":"{rng.choice(CITIES)} and {rng.choice(CITIES)}, order {rng.randrange(10**9)}"')
        fields.append(f'"number_{number}":{rng.randrange(10**6) / 100}' if number % 4 else f'"number_{number}":"{rng.randrange(10**6)}"')
        fields.append(f'"flag_{number}":{rng.choice(["true", "false", "null"])}')
    lines = [
        f'{{"sku":"SKU-{rng.randrange(10**6):06}","quantity":{rng.randrange(1, 9)},"price":"{rng.randrange(10**5) / 100}",'
        f'"discounts":[{rng.randrange(9)},{rng.randrange(9)}],"tax":{{"rate":{rng.randrange(30)},"country":"PT","included":true}}}}'
        for _ in range(10)
    ]
    fields.append(f'"lines":[{",".join(lines)}]')
    for kind in ["billing", "shipping"]:
        fields.append(
            f'"{kind}":{{"name":"{rng.choice(FIRST)}","street":"{rng.randrange(200)} Main Street","city":"{rng.choice(CITIES)}",'
            f'"geo":{{"lat":{rng.randrange(-90, 90)},"lon":{rng.randrange(-180, 180)},"exact":false}},"zip":{rng.randrange(10**5)}}}'
        )
    return "{" + ",".join(fields) + "}"


def wide_schema():
    address = {
        "type": ["null", "object"],
        "properties": {
            "name": {"type": "string"},
            "street": {"type": "string"},
            "city": {"type": "string"},
            "zip": {"type": "string"},
            "geo": {"type": "object", "properties": {"lat": {"type": "number"}, "lon": {"type": "number"}, "exact": {"type": "boolean"}}},
        },
    }
    line = {
        "type": "object",
        "properties": {
            "sku": {"type": "string"},
            "quantity": {"type": "integer"},
            "price": {"type": "number"},
            "discounts": {"type": "array", "items": {"type": "integer"}},
            "tax": {
                "type": "object",
                "properties": {"rate": {"type": "number"}, "country": {"type": "string"}, "included": {"type": "boolean"}},
            },
        },
    }
    properties = {"id": {"type": "integer"}, "name": {"type": "string"}, "status": {"type": "string"}, "updated_at": {"type": "string"}}
    for number in range(20):
        properties[f"text_{number}"] = {"type": ["null", "string"]}
        properties[f"number_{number}"] = {"type": ["null", "number"]}
        properties[f"flag_{number}"] = {"type": ["null", "boolean"]}
    properties["lines"] = {"type": ["null", "array"], "items": line}
    properties["billing"] = address
    properties["shipping"] = address
    return {"type": "object", "properties": properties}


class Pages:
    """Directories of pages, each made when a case first needs it and kept for the next time."""

    def __init__(self, root):
        self.root = root

    def need(self, name):
        """Makes pages in a process of its own: what a parent holds counts as its child's peak memory on Linux."""
        if not self.has(name):
            subprocess.run([sys.executable, os.path.abspath(__file__), self.root, name], check=True)

    def has(self, name):
        return os.path.exists(os.path.join(self.root, name, ".complete"))

    def make(self, name):
        if self.has(name):
            return
        directory = os.path.join(self.root, name)
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        getattr(self, "make_" + name)(directory, random.Random(f"{SEED} {name}"))
        open(os.path.join(directory, ".complete"), "w").close()

    @staticmethod
    def write(directory, name, text):
        with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def pages(self, directory, rng, record, count, size, finish=None):
        for page in range(1, count + 1):
            records = ",".join(record(rng, (page - 1) * size + place + 1) for place in range(size))
            tail = finish(page) if finish else ""
            self.write(directory, f"{page}.json", f'{{"data":[{records}]{tail}}}')
        self.write(directory, f"{count + 1}.json", '{"data":[]}')

    def make_small(self, directory, rng):
        self.pages(directory, rng, small_text, SMALL_PAGES, PAGE)

    def make_feed(self, directory, rng):
        self.pages(directory, rng, small_text, 20, PAGE)

    def make_wide(self, directory, rng):
        self.pages(directory, rng, wide_text, WIDE_PAGES, PAGE)

    def make_tiny(self, directory, rng):
        self.pages(directory, rng, small_text, 2000, 10)

    def make_token(self, directory, rng):
        last = SMALL_PAGES
        self.pages(directory, rng, small_text, last, PAGE, lambda page: f',"next":"{page + 1}"' if page < last else ',"next":null')
        os.rename(os.path.join(directory, "1.json"), os.path.join(directory, "first.json"))

    def copied(self, directory, change):
        """The small pages in another form."""
        self.make("small")
        source = os.path.join(self.root, "small")
        for name in os.listdir(source):
            if name.endswith(".json"):
                with open(os.path.join(source, name), encoding="utf-8") as file:
                    change(os.path.join(directory, name), file.read())

    def make_packed(self, directory, rng):
        def pack(path, text):
            with open(path + ".gz", "wb") as file:
                file.write(gzip.compress(text.encode(), 6, mtime=0))

        self.copied(directory, pack)

    def make_pretty(self, directory, rng):
        def indent(path, text):
            with open(path, "w", encoding="utf-8") as file:
                json.dump(json.loads(text), file, indent=2, ensure_ascii=False)

        self.copied(directory, indent)

    def make_days(self, directory, rng):
        for number in range(30):
            moments = [f"{day(number)}T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}Z" for _ in range(100)]
            records = ",".join(small_text(rng, number * 100 + place, moment) for place, moment in enumerate(moments))
            self.write(directory, f"{day(number)}.json", f'{{"data":[{records}]}}')

    def make_children(self, directory, rng):
        self.write(directory, "parents.json", '{"data":[' + ",".join(f'{{"id":{place}}}' for place in range(200)) + "]}")
        for parent in range(200):
            records = ",".join(small_text(rng, parent * 20 + place) for place in range(20))
            self.write(directory, f"{parent}.json", f'{{"data":[{records}]}}')

    def make_lines(self, directory, rng):
        """200 MB of JSON lines: 20,000 different records, told apart by their identities."""
        texts = [small_text(rng, 0)[len('{"id":0'):] for _ in range(20_000)]
        with open(os.path.join(directory, "all.jsonl"), "w", encoding="utf-8") as file:
            identity = 0
            while file.tell() < 200_000_000:
                file.write("".join(f'{{"id":{identity + place}{text}\n' for place, text in enumerate(texts)))
                identity += len(texts)

    def make_table(self, directory, rng):
        """200 MB of CSV of the same kind."""
        rows = []
        for _ in range(20_000):
            record = json.loads(small_text(rng, 0))
            values = [record["name"], record["email"], record["status"], record["amount"], record["quantity"], record["is_new"]]
            values += [record["updated_at"], f'"Says: ""{rng.choice(CITIES)}, {rng.choice(CITIES)}"""', f"reference {rng.randrange(10**12):012}"]
            values += [rng.choice(CITIES) + " " + " ".join(rng.choice(FIRST) for _ in range(12))]
            rows.append(",".join(values))
        with open(os.path.join(directory, "all.csv"), "w", encoding="utf-8") as file:
            file.write("id,name,email,status,amount,quantity,is_new,updated_at,remark,reference,friends\n")
            identity = 0
            while file.tell() < 200_000_000:
                file.write("".join(f"{identity + place},{row}\n" for place, row in enumerate(rows)))
                identity += len(rows)

    def make_partition(self, directory, rng):
        """100 pages of 1,000 parents; every parent has the same child."""
        for page in range(100):
            parents = ",".join(f'{{"id":{page * PAGE + place}}}' for place in range(PAGE))
            self.write(directory, f"{page + 1}.json", f'{{"data":[{parents}]}}')
        self.write(directory, "101.json", '{"data":[]}')
        self.write(directory, "child.json", '{"data":[' + small_text(rng, 1, "2024-01-05T00:00:00Z") + "]}")


if __name__ == "__main__":
    Pages(sys.argv[1]).make(sys.argv[2])
