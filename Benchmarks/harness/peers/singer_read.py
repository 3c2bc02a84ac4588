"""A tap of the Singer SDK that reads the small pages and writes its messages."""
import sys

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.pagination import BasePageNumberPaginator

ADDRESS = sys.argv.pop(1)


class UntilEmpty(BasePageNumberPaginator):
    def has_more(self, response):
        return bool(response.json()["data"])


class Items(RESTStream):
    name = "items"
    path = "/small"
    url_base = ADDRESS
    records_jsonpath = "$.data[*]"
    primary_keys = ("id",)
    schema = th.PropertiesList(
        th.Property("id", th.IntegerType),
        th.Property("name", th.StringType),
        th.Property("email", th.StringType),
        th.Property("status", th.StringType),
        th.Property("amount", th.StringType),
        th.Property("quantity", th.StringType),
        th.Property("is_new", th.StringType),
        th.Property("updated_at", th.DateTimeType),
        th.Property("note", th.StringType),
        th.Property("address", th.ObjectType(th.Property("city", th.StringType), th.Property("zip", th.IntegerType))),
    ).to_dict()

    def get_new_paginator(self):
        return UntilEmpty(1)

    def get_url_params(self, context, next_page_token):
        return {"page": next_page_token}


class Example(Tap):
    name = "tap-example"
    config_jsonschema = th.PropertiesList().to_dict()

    def discover_streams(self):
        return [Items(tap=self)]


Example(config={}).sync_all()
