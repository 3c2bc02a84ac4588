public import JSON
public import Templates

/// The variables that a template of a component can use at its place.
///
/// A variable that was never set is not declared there: a template that names it fails before it runs. One that was set to
/// null is declared. Make a scope once for a page and change its record for each record.
public struct TemplateScope: TemplateContext {
  private let config: JSONObject
  private var parameters: JSONObject
  private var slice: TemplateValue?
  private var nextPageToken: TemplateValue?
  private var record: TemplateValue?
  private var response: TemplateValue?
  private var headers: TemplateValue?
  private var lastRecord: TemplateValue?
  private var lastPageSize: TemplateValue?
  private var others: [(name: String, value: TemplateValue)] = []

  /// The variables that are declared everywhere: config and parameters.
  public init(config: JSONObject, parameters: JSONObject = [:]) {
    self.config = config
    self.parameters = parameters
  }

  public func value(of variable: TemplateVariable) -> TemplateValue? {
    switch variable.slot {
    case .config: .dict(TemplateDict(config))
    case .parameters: .dict(TemplateDict(parameters))
    case .streamSlice: slice
    case .nextPageToken: nextPageToken
    case .record: record
    case .response: response
    case .headers: headers
    case .lastRecord: lastRecord
    case .lastPageSize: lastPageSize
    default: others.last { $0.name == variable.name }?.value
    }
  }

  /// The same variables with the parameters of another component.
  func with(parameters: JSONObject) -> TemplateScope {
    var scope = self
    scope.parameters = parameters
    return scope
  }
}

extension TemplateScope {
  /// Where a request is built: the slice and the next page's token are declared, though they may be null.
  public init(_ request: RequestScope) {
    self.init(config: request.run.config)
    set(slice: request.slice)
    set(nextPageToken: request.nextPageToken)
    for (name, value) in request.slice?.extraFields ?? [:] { others.append((name, TemplateValue(value))) }
  }

  /// Where records are selected: the slice and the next page's token are declared.
  public init(_ scope: RecordScope) {
    self.init(config: scope.run.config)
    set(slice: scope.slice)
    set(nextPageToken: scope.nextPageToken)
  }

  /// Declares `stream_slice`, `stream_partition` and `stream_interval`.
  public mutating func set(slice: StreamSlice?) {
    guard let slice else {
      self.slice = TemplateValue.none
      return
    }
    self.slice = .object(
      StreamSliceObject(partition: slice.partition, cursorSlice: slice.cursorSlice, extraFields: slice.extraFields))
  }

  /// Declares `next_page_token`: a mapping with the one key `next_page_token`, or null.
  public mutating func set(nextPageToken token: JSONValue?) {
    nextPageToken = token.map { .dict(TemplateDict(["next_page_token": $0])) } ?? TemplateValue.none
  }

  /// Declares `record`. The dictionary tells afterwards whether a template changed it.
  public mutating func set(record: TemplateDict) { self.record = .dict(record) }

  /// Declares `record` as a value that is no object.
  public mutating func set(recordValue value: JSONValue) { record = TemplateValue(value) }

  /// Declares `response`: the answer's body as JSON, or an empty mapping when it is none.
  public mutating func set(response body: JSONView?) {
    response = body.map { TemplateValue($0) } ?? .dict(TemplateDict())
  }

  /// Declares `headers` as a plain mapping.
  public mutating func set(headers: JSONObject) { self.headers = .dict(TemplateDict(headers)) }

  /// Declares `headers` as a mapping whose names are found in any case.
  public mutating func set(headersInAnyCase headers: JSONObject) { self.headers = .object(HeadersObject(headers)) }

  /// Declares `last_record`.
  public mutating func set(lastRecord: JSONRecord?, streamName: String) {
    self.lastRecord = lastRecord.map { .object(RecordObject(TemplateDict($0), streamName: streamName)) } ?? TemplateValue.none
  }

  /// Declares `last_page_size`.
  public mutating func set(lastPageSize: Int) { self.lastPageSize = .integer(lastPageSize) }

  /// Declares any other variable.
  public mutating func set(_ name: TemplateName, _ value: TemplateValue) {
    if let place = others.firstIndex(where: { $0.name == name.rawValue }) {
      others[place].value = value
    } else {
      others.append((name.rawValue, value))
    }
  }
}
