import ConnectorKit
import JSON

@testable import Components

/// Builds retrievers from declarations and reads slices with them.
enum RetrieverFixtures {
  static func requester(_ path: String, _ more: JSONObject = [:]) -> JSONValue {
    var declaration: JSONObject = ["type": "HttpRequester", "url": .string("https://api.example.com/\(path)")]
    for (key, value) in more { declaration[key] = value }
    return .object(declaration)
  }

  static let selector: JSONValue = [
    "type": "RecordSelector", "extractor": ["type": "DpathExtractor", "field_path": ["data"]],
  ]

  /// A paginator that counts records, in pages of four.
  static let offsets: JSONValue = [
    "type": "DefaultPaginator", "pagination_strategy": ["type": "OffsetIncrement", "page_size": 4],
    "page_size_option": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "limit"],
    "page_token_option": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "offset"],
  ]

  /// An error handler that answers a status of 400 with an action.
  static func handler(_ action: String) -> JSONValue {
    [
      "type": "DefaultErrorHandler",
      "response_filters": [["type": "HttpResponseFilter", "http_codes": [400], "action": .string(action)]],
    ]
  }

  static func simple(_ path: String, requester more: JSONObject = [:], _ retriever: JSONObject = [:]) throws -> any Retriever {
    var declaration: JSONObject = [
      "type": "SimpleRetriever", "requester": requester(path, more), "record_selector": selector,
    ]
    for (key, value) in retriever { declaration[key] = value }
    return try TestServices.build(declaration, as: (any Retriever).self)
  }

  /// Reads a slice to its end.
  static func read(
    _ retriever: any Retriever, _ run: RunServices, slice: StreamSlice = StreamSlice(), cursor: (any IncrementalSync)? = nil
  ) async throws -> [JSONValue] {
    let plan = StreamPlan(
      name: "items", retriever: retriever, incrementalSync: cursor, schemaLoader: InlineSchemaLoader(schema: [:]))
    var scope = RetrievalScope(stream: plan, run: run)
    scope.cursor = try cursor?.makeCursor(CursorSetup(streamName: "items", run: run))
    var records: [JSONValue] = []
    try await retriever.read(slice, scope) { page in
      records += page.records.map { .object($0.object) }
      return .proceed
    }
    return records
  }
}

extension HTTPRequest {
  /// A parameter of the query.
  func parameter(_ name: String) -> String? {
    for pair in url.split(separator: "?").dropFirst().joined().split(separator: "&") where pair.hasPrefix("\(name)=") {
      return String(pair.dropFirst(name.count + 1))
    }
    return nil
  }
}
