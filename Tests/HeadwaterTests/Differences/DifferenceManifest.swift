import JSON

/// Puts manifests of tests together.
enum DifferenceManifest {
  /// A connector of these streams; a stream called `items` is checked.
  static func connector(_ streams: JSONObject..., more: JSONObject = [:], without: [String] = []) -> JSONValue {
    var manifest: JSONObject = [
      "version": "7.0.0", "type": "DeclarativeSource", "check": ["type": "CheckStream", "stream_names": ["items"]],
      "concurrency_level": ["type": "ConcurrencyLevel", "default_concurrency": 1],
      "spec": ["type": "Spec", "connection_specification": ["type": "object", "properties": [:]]],
    ]
    manifest["streams"] = .array(streams.map { .object($0) })
    for (name, value) in more { manifest[name] = value }
    for name in without { manifest[name] = nil }
    return .object(manifest)
  }

  /// The stream `items`.
  static func stream(
    _ more: JSONObject = [:], retriever: JSONObject = [:], requester: JSONObject = [:], selector: JSONObject = [:]
  ) -> JSONObject {
    var retriever = retriever
    retriever["type"] = retriever["type"] ?? "SimpleRetriever"
    retriever["requester"] = .object(self.requester("/items", requester))
    retriever["record_selector"] = .object(self.selector(selector))
    var stream: JSONObject = [
      "type": "DeclarativeStream", "name": "items", "retriever": .object(retriever),
      "schema_loader": ["type": "InlineSchemaLoader", "schema": ["type": "object", "properties": [:]]],
    ]
    for (name, value) in more { stream[name] = value }
    return stream
  }

  /// The streams `items`, `kids` that are made of it, and `grandkids` that are made of these.
  static var family: JSONValue {
    let kids = child("kids", of: stream())
    return connector(stream(), kids, child("grandkids", of: kids))
  }

  /// A stream that is read once for each `id` of another one, which its slices hold under its name and `_parent`.
  ///
  /// - Parameters:
  ///   - path: where it is read; its name when nil.
  ///   - isIncremental: whether the other one is read from where it was read to.
  static func child(
    _ name: String, of parent: JSONObject, path: String? = nil, isIncremental: Bool = false, more: JSONObject = [:]
  ) -> JSONObject {
    var stream = self.stream(more, retriever: ["partition_router": router(for: name, of: parent, isIncremental: isIncremental)])
    stream["name"] = .string(name)
    var retriever = stream["retriever"]?.objectValue ?? [:]
    retriever["requester"] = .object(requester(path ?? "/\(name)"))
    stream["retriever"] = .object(retriever)
    return stream
  }

  /// The router of such a stream.
  static func router(for name: String, of parent: JSONObject, isIncremental: Bool = false) -> JSONValue {
    let config: JSONValue = [
      "type": "ParentStreamConfig", "stream": .object(parent), "parent_key": "id", "partition_field": .string("\(name)_parent"),
      "incremental_dependency": .bool(isIncremental),
    ]
    return ["type": "SubstreamPartitionRouter", "parent_stream_configs": [config]]
  }

  static func requester(_ path: String, _ more: JSONObject = [:]) -> JSONObject {
    var requester: JSONObject = ["type": "HttpRequester", "url": .string("{{ config['base'] }}\(path)")]
    for (name, value) in more { requester[name] = value }
    return requester
  }

  static func selector(_ more: JSONObject = [:]) -> JSONObject {
    var selector: JSONObject = ["type": "RecordSelector", "extractor": ["type": "DpathExtractor", "field_path": ["data"]]]
    for (name, value) in more { selector[name] = value }
    return selector
  }

  /// Pages by a token that goes into the parameter `page`.
  static func paginator(_ strategy: JSONObject) -> JSONValue {
    [
      "type": "DefaultPaginator", "pagination_strategy": .object(strategy),
      "page_token_option": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "page"],
    ]
  }

  /// A cursor of days on the field `at`, whose start goes into the parameter `since`.
  static func days(_ more: JSONObject = [:]) -> JSONValue {
    var cursor: JSONObject = [
      "type": "DatetimeBasedCursor", "cursor_field": "at", "datetime_format": "%Y-%m-%d", "start_datetime": "2026-01-01",
      "end_datetime": "2026-01-31",
      "start_time_option": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "since"],
    ]
    for (name, value) in more { cursor[name] = value }
    return .object(cursor)
  }

  /// The catalog of streams that are read incrementally where they have a cursor.
  static func catalog(_ names: [String]) -> JSONValue {
    let streams = names.map { name -> JSONValue in
      [
        "stream": ["name": .string(name), "json_schema": [:], "supported_sync_modes": ["full_refresh", "incremental"]],
        "sync_mode": "incremental", "destination_sync_mode": "append",
      ]
    }
    return ["streams": .array(streams)]
  }

  static func state(_ state: JSONValue, of name: String = "items") -> JSONValue {
    [["type": "STREAM", "stream": ["stream_descriptor": ["name": .string(name)], "stream_state": state]]]
  }
}
