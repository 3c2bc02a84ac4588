"""What is measured: for each case its manifest, the pages it needs, and the limits it is held to."""
import os
from dataclasses import dataclass, field
from typing import Callable, Optional

import pages

NOTHING = {"type": "object", "properties": {}}


@dataclass
class Case:
    name: str
    title: str
    # Of the server's address and the slow server's address; the demo's manifest, and its server, when there is none.
    manifest: Optional[Callable]
    data: list = field(default_factory=list)
    command: str = "read"
    # The least ratio of the reference's CPU time (wall time where `by_wall`) to Headwater's; none where no limit is set.
    ratio: Optional[float] = None
    by_wall: bool = False
    # The most memory in MB; the most wall seconds.
    memory: Optional[int] = None
    wall: Optional[float] = None
    halves_memory: bool = False
    # Other tools that do the same work: their names and shell commands.
    peers: dict = field(default_factory=dict)
    # The text of components.swift. There is nothing then that the reference could do as well; `beside` are manifests that Headwater reads
    # with built-in components, and `doubles` says which two of them stand for the built-in's work and for no work at all.
    components: Optional[str] = None
    beside: dict = field(default_factory=dict)
    doubles: Optional[tuple] = None
    # How often the reference is run where that takes very long.
    reference_rounds: Optional[int] = None


def requester(base, path):
    return {"type": "HttpRequester", "url_base": base, "path": path, "http_method": "GET"}


def by_page(size=pages.PAGE):
    return {
        "type": "DefaultPaginator",
        "page_token_option": {"type": "RequestOption", "inject_into": "request_parameter", "field_name": "page"},
        "pagination_strategy": {"type": "PageIncrement", "start_from_page": 1, "page_size": size, "inject_on_first_request": True},
    }


def stream(base, path, name="items", schema=None, paginator=None, selector=None, retriever=None, **rest):
    body = {
        "type": "SimpleRetriever",
        "requester": requester(base, path),
        "record_selector": {"type": "RecordSelector", "extractor": {"type": "DpathExtractor", "field_path": ["data"]}, **(selector or {})},
    }
    if paginator:
        body["paginator"] = paginator
    body.update(retriever or {})
    return {
        "type": "DeclarativeStream",
        "name": name,
        "primary_key": "id",
        "retriever": body,
        "schema_loader": {"type": "InlineSchemaLoader", "schema": schema or NOTHING},
        **rest,
    }


def source(*streams, concurrency=None):
    manifest = {
        "version": "7.0.0",
        "type": "DeclarativeSource",
        "check": {"type": "CheckStream", "stream_names": [streams[0]["name"]]},
        "streams": list(streams),
        "spec": {"type": "Spec", "connection_specification": NOTHING},
    }
    if concurrency:
        manifest["concurrency_level"] = {"type": "ConcurrencyLevel", "default_concurrency": concurrency}
    return manifest


FILTER = {"record_filter": {"type": "RecordFilter", "condition": "{{ record['status'] != 'deleted' }}"}}
NORMALISED = {"schema_normalization": "Default"}


def added(path, value):
    return {"type": "AddFields", "fields": [{"type": "AddedFieldDefinition", "path": path, "value": value}]}


SMALL_CHANGES = [
    added(["contact"], "{{ record['name'] }} <{{ record['email'] }}>"),
    added(["double_quantity"], "{{ record['quantity'] | int * 2 }}"),
    {"type": "RemoveFields", "field_pointers": [["note"], ["address", "zip"]]},
]
WIDE_CHANGES = [
    added(["label"], "{{ record['name'] }} in {{ record['billing']['city'] }}"),
    added(["first_sku"], "{{ record['lines'][0]['sku'] }}"),
    {"type": "RemoveFields", "field_pointers": [["text_3"], ["shipping", "geo"]]},
]


def table_of(kind, schema, changes):
    """The four ways of reading the same pages."""

    def make(selector, transformations):
        def manifest(base, _):
            rest = {"transformations": transformations} if transformations else {}
            return source(stream(base, "/" + kind, schema=schema, paginator=by_page(), selector=selector, **rest))

        return manifest

    return {
        "plain": make({}, None),
        "transformed": make(FILTER, changes),
        "normalised": make(NORMALISED, None),
        "both": make({**FILTER, **NORMALISED}, changes),
    }


def fetched(kind, count):
    return f"curl -s '{{base}}/{kind}?page=[1-{count}]' -o /dev/null"


SMALL = table_of("small", pages.SMALL_SCHEMA, SMALL_CHANGES)
WIDE = table_of("wide", pages.wide_schema(), WIDE_CHANGES)
JQ_PLAIN = "curl -s '{base}/small?page=[1-200]' | jq -c '.data[]' > /dev/null"
JQ_CHANGED = (
    "curl -s '{base}/small?page=[1-200]' | jq -c '.data[] | select(.status != \"deleted\") | .contact = \"\\(.name) <\\(.email)>\""
    " | .double_quantity = (.quantity | tonumber) * 2 | del(.note, .address.zip)' > /dev/null"
)


def peer(tool):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers", tool + "_read.py")
    return f"{{peers}} {script} {{base}} > /dev/null"


def cursor_sync(**rest):
    return {
        "type": "DatetimeBasedCursor",
        "cursor_field": "updated_at",
        "datetime_format": "%Y-%m-%dT%H:%M:%SZ",
        "start_datetime": {"type": "MinMaxDatetime", "datetime": "2024-01-01T00:00:00Z", "datetime_format": "%Y-%m-%dT%H:%M:%SZ"},
        "end_datetime": {"type": "MinMaxDatetime", "datetime": "2024-02-02T23:59:59Z", "datetime_format": "%Y-%m-%dT%H:%M:%SZ"},
        **rest,
    }


def client_side(base, _):
    start = {"type": "MinMaxDatetime", "datetime": "2024-01-11T00:00:00Z", "datetime_format": "%Y-%m-%dT%H:%M:%SZ"}
    sync = cursor_sync(is_client_side_incremental=True, start_datetime=start)
    return source(stream(base, "/feed", paginator=by_page(), incremental_sync=sync))


def daily(base, _):
    def edge(date):
        return {"type": "MinMaxDatetime", "datetime": date, "datetime_format": "%Y-%m-%d"}

    sync = {
        "type": "DatetimeBasedCursor",
        "cursor_field": "updated_at",
        "datetime_format": "%Y-%m-%d",
        "cursor_datetime_formats": ["%Y-%m-%dT%H:%M:%SZ"],
        "start_datetime": edge("2024-01-01"),
        "end_datetime": edge("2024-01-31"),
        "step": "P1D",
        "cursor_granularity": "P1D",
        "start_time_option": {"type": "RequestOption", "inject_into": "request_parameter", "field_name": "since"},
    }
    return source(stream(base, "/days", incremental_sync=sync))


def substreams(base, _):
    parent = stream(base, "/children/parents.json", name="parents")
    router = {
        "type": "SubstreamPartitionRouter",
        "parent_stream_configs": [{"type": "ParentStreamConfig", "stream": parent, "parent_key": "id", "partition_field": "parent"}],
    }
    child = stream(base, "/children/{{ stream_partition['parent'] }}.json", retriever={"partition_router": router})
    return source(child)


def token(base, _):
    paginator = {
        "type": "DefaultPaginator",
        "page_token_option": {"type": "RequestOption", "inject_into": "request_parameter", "field_name": "cursor"},
        "pagination_strategy": {
            "type": "CursorPagination",
            "cursor_value": "{{ response['next'] }}",
            "stop_condition": "{{ not response['next'] }}",
        },
    }
    return source(stream(base, "/token", paginator=paginator))


def decoded(path, decoder):
    selector = {"extractor": {"type": "DpathExtractor", "field_path": []}}
    return lambda base, _: source(stream(base, path, selector=selector, retriever={"decoder": decoder}))


def paged(path, size=pages.PAGE):
    return lambda base, _: source(stream(base, path, paginator=by_page(size)))


def many_streams(base, _):
    made = []
    for number in range(1000):
        extra = {"transformations": SMALL_CHANGES, "incremental_sync": cursor_sync()}
        made.append(stream(base, f"/small/{number}", name=f"stream_{number}", schema=pages.SMALL_SCHEMA, paginator=by_page(), **extra))
    return source(*made)


def partitions(base, _):
    parent = stream(base, "/partition", name="parents", paginator=by_page())
    router = {
        "type": "SubstreamPartitionRouter",
        "parent_stream_configs": [{"type": "ParentStreamConfig", "stream": parent, "parent_key": "id", "partition_field": "parent"}],
    }
    path = "/partition/of/{{ stream_partition['parent'] }}"
    return source(stream(base, path, retriever={"partition_router": router}, incremental_sync=cursor_sync()))


def slow(_, base):
    router = {"type": "ListPartitionRouter", "values": [str(place) for place in range(8)], "cursor_field": "part"}
    path = "/{{ stream_partition['part'] }}"
    return source(stream(base, path, paginator=by_page(10), retriever={"partition_router": router}), concurrency=8)


# The same work by a component of one's own and by a built-in.
MARKED = """import ConnectorKit

struct Marked: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>("Marked", "Adds a contact.", make: { Marked() })

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    for place in records.indices {
      guard let name = records[place]["name"]?.stringValue, let email = records[place]["email"]?.stringValue else { continue }
      records[place]["contact"] = .string("\\(name) <\\(email)>")
    }
  }
}
"""
CONTACT = "{{ record['name'] }} <{{ record['email'] }}>"


def changed(*changes):
    rest = {"transformations": list(changes)} if changes else {}
    return lambda base, _: source(stream(base, "/small", schema=pages.SMALL_SCHEMA, paginator=by_page(), **rest))


# The slow server's bound: each of the eight partitions waits for eleven pages, all side by side.
SLOW_BOUND = 11 * 0.05

CASES = [
    Case("plain", "small records, plain", SMALL["plain"], ["small"], ratio=60, halves_memory=True,
         peers={"curl": fetched("small", 201), "jq": JQ_PLAIN, "dlt": peer("dlt"), "singer": peer("singer")}),
    Case("normalised", "small, normalised", SMALL["normalised"], ["small"], ratio=80),
    Case("transformed", "small, transformed and filtered", SMALL["transformed"], ["small"], ratio=80, halves_memory=True,
         peers={"jq": JQ_CHANGED}),
    Case("both", "small, transformed and normalised", SMALL["both"], ["small"], ratio=100),
    Case("wide", "wide records, plain", WIDE["plain"], ["wide"], ratio=50, peers={"curl": fetched("wide", 21)}),
    Case("wide-normalised", "wide, normalised", WIDE["normalised"], ["wide"]),
    Case("wide-transformed", "wide, transformed and filtered", WIDE["transformed"], ["wide"], ratio=70),
    Case("wide-both", "wide, transformed and normalised", WIDE["both"], ["wide"], ratio=80),
    Case("client-side", "client-side incremental, 20,000 records", client_side, ["feed"], ratio=25),
    Case("days", "30 daily slices", daily, ["days"], ratio=25),
    Case("substreams", "200 parents, a child page each", substreams, ["children"], ratio=25),
    Case("tiny", "2,000 pages of ten records", paged("/tiny", 10), ["tiny"], ratio=15,
         peers={"curl": fetched("tiny", 2001)}),
    Case("token", "token of the next page in the body", token, ["token"]),
    Case("jsonl", "JSON lines, 200 MB", decoded("/lines/all.jsonl", {"type": "JsonlDecoder"}), ["lines"], ratio=40, memory=100),
    Case("csv", "CSV, 200 MB", decoded("/table/all.csv", {"type": "CsvDecoder"}), ["table"], ratio=40, memory=100),
    Case("packed", "gzip pages", paged("/packed"), ["packed"]),
    Case("pretty", "indented pages", paged("/pretty"), ["pretty"]),
    Case("streams", "discover of 1,000 streams", many_streams, command="discover"),
    Case("partitions", "100,000 partitions with state", partitions, ["partition"], ratio=30, memory=300, reference_rounds=1),
    Case("slow", "50 ms latency, 8 partitions side by side", slow, wall=1.2 * SLOW_BOUND),
    Case("custom", "a custom transformation in Swift", changed({"type": "CustomTransformation", "class_name": "Marked"}), ["small"],
         components=MARKED, beside={"built-in": changed(added(["contact"], CONTACT)), "none": changed()}, doubles=("built-in", "none")),
    Case("spec", "spec of the demo", None, command="spec", ratio=30, by_wall=True, wall=0.035),
    Case("check", "check of the demo", None, command="check", ratio=30, by_wall=True),
    Case("discover", "discover of the demo", None, command="discover", ratio=30, by_wall=True),
]
