public import JSON
public import Templates

/// The variables that a template of a component can use at its place.
///
/// A variable that was never set is not declared there: a template that names it fails before it runs. One that was set to
/// null is declared. Make a scope once for a page and change its record for each record.
public struct TemplateScope: TemplateContext {
  private struct Variables {
    let config: JSONObject
    let parameters: JSONObject
    var slice: TemplateValue?
    var nextPageToken: TemplateValue?
    var record: TemplateValue?
    var response: TemplateValue?
    var headers: TemplateValue?
    var lastRecord: TemplateValue?
    var lastPageSize: TemplateValue?
    /// Decoded when a template asks for them: most do not, and there may be a slice for each line of an answer.
    var answers = JobResponses()
    var others: [(name: String, value: TemplateValue)] = []

    init(config: JSONObject, parameters: JSONObject) {
      self.config = config
      self.parameters = parameters
    }

    mutating func bind(_ record: JSONRecord) -> TemplateDict {
      if case .dict(var dict)? = self.record {
        self.record = nil
        if isKnownUniquelyReferenced(&dict) {
          dict.reset(to: record)
          self.record = .dict(dict)
          return dict
        }
      }
      let dict = TemplateDict(record)
      self.record = .dict(dict)
      return dict
    }

    mutating func set(_ name: String, _ value: TemplateValue) {
      if let place = others.firstIndex(where: { $0.name == name }) {
        others[place].value = value
      } else {
        others.append((name, value))
      }
    }
  }

  /// Of one word, a scope is handed to templates without being copied or boxed.
  private var variables: CopyOnWrite<Variables>

  /// The variables that are declared everywhere: config and parameters.
  public init(config: JSONObject, parameters: JSONObject = [:]) {
    variables = CopyOnWrite(Variables(config: config, parameters: parameters))
  }

  public func value(of variable: TemplateVariable) -> TemplateValue? {
    switch variable.slot {
    case .config: .dict(TemplateDict(variables.value.config))
    case .parameters: .dict(TemplateDict(variables.value.parameters))
    case .streamSlice: variables.value.slice
    case .nextPageToken: variables.value.nextPageToken
    case .record: variables.value.record
    case .response: variables.value.response
    case .headers: variables.value.headers
    case .lastRecord: variables.value.lastRecord
    case .lastPageSize: variables.value.lastPageSize
    default: variables.value.answers.variable(variable.name) ?? variables.value.others.last { $0.name == variable.name }?.value
    }
  }
}

extension TemplateScope {
  /// Where a request is built: the slice and the next page's token are declared, though they may be null.
  public init(_ request: RequestScope) {
    self.init(config: request.run.config)
    set(slice: request.slice)
    set(nextPageToken: request.nextPageToken)
    guard let slice = request.slice else { return }
    for (name, value) in slice.extraFields { variables.value.others.append((name, TemplateValue(value))) }
    variables.value.answers = slice.answers
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
      variables.value.slice = TemplateValue.none
      return
    }
    variables.value.slice = .object(
      StreamSliceObject(
        partition: slice.partition, cursorSlice: slice.cursorSlice, extraFields: slice.extraFields
      ) { slice.answers.variables })
  }

  /// Declares `next_page_token`: a mapping with the one key `next_page_token`, or null.
  public mutating func set(nextPageToken token: JSONValue?) {
    variables.value.nextPageToken = token.map { .dict(TemplateDict(["next_page_token": $0])) } ?? TemplateValue.none
  }

  /// Declares a record as `record`.
  ///
  /// - Returns: the dictionary that templates see. It tells afterwards whether one changed it; it is used again for the next record
  ///   when nobody else holds it.
  public mutating func bind(_ record: JSONRecord) -> TemplateDict {
    variables.value.bind(record)
  }

  /// Declares `record`. The dictionary tells afterwards whether a template changed it.
  public mutating func set(record: TemplateDict) { variables.value.record = .dict(record) }

  /// Declares `record` as a value that is no object.
  public mutating func set(recordValue value: JSONValue) { variables.value.record = TemplateValue(value) }

  /// Declares `response`: the answer's body as JSON, or an empty mapping when it is none.
  public mutating func set(response body: JSONView?) {
    variables.value.response = body.map { TemplateValue($0) } ?? .dict(TemplateDict())
  }

  /// Declares `headers` as a plain mapping.
  public mutating func set(headers: JSONObject) { variables.value.headers = .dict(TemplateDict(headers)) }

  /// Declares `headers` as a mapping whose names are found in any case.
  public mutating func set(headersInAnyCase headers: JSONObject) { variables.value.headers = .object(HeadersObject(headers)) }

  /// Declares `last_record`.
  public mutating func set(lastRecord: JSONRecord?, streamName: String) {
    variables.value.lastRecord = lastRecord.map { .object(RecordObject(TemplateDict($0), streamName: streamName)) } ?? TemplateValue.none
  }

  /// Declares `last_page_size`.
  public mutating func set(lastPageSize: Int) { variables.value.lastPageSize = .integer(lastPageSize) }

  /// Declares any other variable.
  public mutating func set(_ name: TemplateName, _ value: TemplateValue) {
    variables.value.set(name.rawValue, value)
  }
}
