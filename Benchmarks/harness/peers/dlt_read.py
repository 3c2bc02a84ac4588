"""Reads the small pages with dlt's REST source; the records go nowhere."""
import os
import sys

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
from dlt.sources.rest_api import rest_api_source  # noqa: E402

source = rest_api_source(
    {
        "client": {"base_url": sys.argv[1]},
        "resources": [
            {
                "name": "items",
                "endpoint": {
                    "path": "/small",
                    "data_selector": "data",
                    "paginator": {"type": "page_number", "base_page": 1, "page_param": "page", "total_path": None},
                },
            }
        ],
    }
)
count = 0
for _ in source.resources["items"]:
    count += 1
if count != 200_000:
    sys.exit(f"{count} records")
