"""A server with the calls of Airbyte's public API that concern sources, destinations and connections, kept in memory.

    python3 airbyte_server.py [PORT]

It prints the port that it listens on. Secrets are masked in what it answers, as Airbyte does. `GET /writes` lists the requests that have
changed something.
"""
import json
import sys
import time
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MASK = "**********"
SECRETS = ("password", "token", "secret", "api_key")
WORKSPACE = str(uuid.uuid5(uuid.NAMESPACE_URL, "workspace"))


def definition(kind, name):
    repository = "airbyte/%s-%s" % (kind, name.lower().replace(" ", "-"))
    return {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, repository)), "name": name, "dockerRepository": repository, "dockerImageTag": "1.0.0"}


class Problem(Exception):
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Store:
    def __init__(self):
        self.definitions = {
            "sources": [definition("source", "Faker"), definition("source", "Hub Spot")],
            "destinations": [definition("destination", "Postgres"), definition("destination", "Dev Null")],
        }
        self.manifests, self.sources, self.destinations, self.connections, self.tags = {}, {}, {}, {}, {}
        self.writes = []

    def definition_name(self, kind, identifier):
        for known in self.definitions[kind]:
            if known["id"] == identifier:
                return known["dockerRepository"].split("-", 1)[1]
        if kind == "sources" and identifier in self.manifests:
            return "declarative-manifest"
        raise Problem(422, "There is no definition %s." % identifier)


store = Store()


def masked(value, key=""):
    if isinstance(value, dict):
        return {name: masked(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner, key) for inner in value]
    return MASK if any(word in key for word in SECRETS) else value


def actor(kind, record):
    single = kind[:-1]
    name = store.definition_name(kind, record["definitionId"])
    configuration = dict(masked(record["configuration"]), **{single + "Type": name})
    return {single + "Id": record["id"], "name": record["name"], single + "Type": name, "definitionId": record["definitionId"],
            "workspaceId": WORKSPACE, "configuration": configuration, "createdAt": record["createdAt"]}


def connection(record):
    answer = {"connectionId": record["id"], "workspaceId": WORKSPACE, "status": "active", "createdAt": record["createdAt"],
              "configurations": {"streams": []}, "schedule": {"scheduleType": "manual"}, "tags": [], "prefix": "",
              "namespaceDefinition": "destination", "nonBreakingSchemaUpdatesBehavior": "ignore"}
    answer.update({key: value for key, value in record.items() if key not in ("id",)})
    if answer["schedule"].get("scheduleType") == "cron":
        answer["schedule"] = dict(answer["schedule"], cronExpression=answer["schedule"]["cronExpression"] + " UTC")
    return answer


def streams(source):
    manifest = store.manifests.get(source["definitionId"])
    if manifest:
        found = [(s["name"], "incremental_sync" in s) for s in manifest["manifest"]["streams"]]
    else:
        found = [("users", True), ("products", True), ("purchases", False)]
    full = ["full_refresh_overwrite", "full_refresh_append"]
    return [{"streamName": name, "syncModes": full + (["incremental_append", "incremental_deduped_history"] if incremental else []),
             "defaultCursorField": ["updated_at"] if incremental else [], "sourceDefinedCursorField": True,
             "sourceDefinedPrimaryKey": [["id"]], "propertyFields": [["id"], ["name"], ["updated_at"]]} for name, incremental in found]


def merge(old, new):
    merged = dict(old)
    for key, value in new.items():
        merged[key] = merge(merged[key], value) if isinstance(value, dict) and isinstance(merged.get(key), dict) else value
    return merged


def change(kind, collection, parts, method, body):
    if method == "POST":
        required = {"connections": ("sourceId", "destinationId")}.get(kind, ("name", "workspaceId", "configuration", "definitionId"))
        for key in required:
            if body.get(key) is None:
                raise Problem(400, "%s is missing." % key)
        record = dict(body, id=str(uuid.uuid4()), createdAt=int(time.time()))
        if kind == "connections":
            if body["sourceId"] not in store.sources or body["destinationId"] not in store.destinations:
                raise Problem(422, "The source or the destination does not exist.")
        else:
            store.definition_name(kind, body["definitionId"])
        collection[record["id"]] = record
        return record
    record = collection.get(parts[1])
    if record is None:
        raise Problem(404, "There is no %s %s." % (kind[:-1], parts[1]))
    if method == "DELETE":
        if any(record["id"] in (c["sourceId"], c["destinationId"]) for c in store.connections.values()):
            raise Problem(409, "A connection uses it.")
        del collection[record["id"]]
        return record
    if kind == "connections":
        if "sourceId" in body or "destinationId" in body:
            raise Problem(400, "A connection keeps its source and destination.")
        record.update(body)
    else:
        if "name" in body:
            record["name"] = body["name"]
        if "configuration" in body:
            record["configuration"] = body["configuration"] if method == "PUT" else merge(record["configuration"], body["configuration"])
    return record


def route(method, path, query, body):
    parts = path.split("/")
    if parts[0] == "workspaces" and len(parts) == 1:
        names = ["email", "webhook"]
        kinds = ["connectionUpdate", "connectionUpdateActionRequired", "failure", "success", "syncDisabled", "syncDisabledWarning"]
        return [{"workspaceId": WORKSPACE, "name": "main", "dataResidency": "auto",
                 "notifications": {kind: {name: {"enabled": False} for name in names} for kind in kinds}}]
    if parts[0] == "workspaces" and parts[2] == "definitions":
        if parts[3] in store.definitions:
            return store.definitions[parts[3]]
        if method == "GET":
            return list(store.manifests.values())
        if method == "POST":
            record = {"id": str(uuid.uuid4()), "name": body["name"], "manifest": body["manifest"], "version": 1}
            store.manifests[record["id"]] = record
            return record
        record = store.manifests[parts[4]]
        if method == "DELETE":
            return store.manifests.pop(parts[4])
        record.update(manifest=body["manifest"], version=record["version"] + 1)
        return record
    if parts[0] == "streams":
        return streams(store.sources[query["sourceId"][0]])
    if parts[0] == "tags":
        if method == "POST":
            tag = {"tagId": str(uuid.uuid4()), "name": body["name"], "color": body["color"], "workspaceId": body["workspaceId"]}
            store.tags[tag["tagId"]] = tag
            return tag
        return {"data": list(store.tags.values())}
    collection = {"sources": store.sources, "destinations": store.destinations, "connections": store.connections}.get(parts[0])
    if collection is None:
        raise Problem(404, "There is no %s." % path)
    view = connection if parts[0] == "connections" else lambda record: actor(parts[0], record)
    if method == "GET":
        if len(parts) == 1:
            return [view(record) for record in collection.values()]
        if parts[1] not in collection:
            raise Problem(404, "There is no %s." % path)
        return view(collection[parts[1]])
    record = change(parts[0], collection, parts, method, body)
    return None if method == "DELETE" else view(record)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, value):
        data = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_request(self):
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if url.path == "/writes":
            return self.answer(200, store.writes)
        path = url.path.removeprefix("/api/public/v1/")
        if path == "applications/token":
            form = dict(urllib.parse.parse_qsl(raw.decode())) if b"{" not in raw[:1] else json.loads(raw)
            if (form.get("client_id"), form.get("client_secret")) != ("terraformer", "earth"):
                return self.answer(401, {"detail": "Unknown application.", "status": 401})
            return self.answer(200, {"access_token": "moss", "token_type": "Bearer", "expires_in": 180})
        if self.headers.get("Authorization") != "Bearer moss":
            return self.answer(401, {"detail": "No token.", "status": 401})
        try:
            body = json.loads(raw) if raw else {}
            value = route(self.command, path, query, body)
            if self.command != "GET":
                store.writes.append("%s %s" % (self.command, path.split("/")[0] if "definitions" not in path else "declarative_sources"))
            if isinstance(value, list) and not path.startswith("streams"):
                limit, offset = int(query.get("limit", ["20"])[0]), int(query.get("offset", ["0"])[0])
                more = "x" if offset + limit < len(value) else ""
                value = {"data": value[offset:offset + limit], "next": more, "previous": ""}
            self.answer(204 if value is None else 200, value)
        except Problem as problem:
            self.answer(problem.status, {"detail": problem.detail, "status": problem.status, "title": "problem", "type": "about:blank"})
        except (KeyError, TypeError, ValueError) as error:
            self.answer(400, {"detail": repr(error), "status": 400, "title": "problem", "type": "about:blank"})

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_request


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Handler)
server.daemon_threads = True
print("listening on 127.0.0.1:%d" % server.server_address[1], flush=True)
server.serve_forever()
