public import JSON
public import Templates

/// The variables that a template of a component can use at its place.
///
/// A variable that was never set is not declared there: a template that names it fails before it runs. One that was set to
/// null is declared. Make a scope once for a page and change its record for each record.
public struct TemplateScope: TemplateContext {
  /// The variables. Of one word, a scope is handed to templates without being copied or boxed.
  private var storage: Storage

  private final class Storage {
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
    var answers = SliceAnswers()
    var others: [(name: String, value: TemplateValue)] = []

    init(config: JSONObject, parameters: JSONObject) {
      self.config = config
      self.parameters = parameters
    }

    init(copying other: Storage) {
      config = other.config
      parameters = other.parameters
      slice = other.slice
      nextPageToken = other.nextPageToken
      record = other.record
      response = other.response
      headers = other.headers
      lastRecord = other.lastRecord
      lastPageSize = other.lastPageSize
      answers = other.answers
      others = other.others
    }
  }

  /// The variables that are declared everywhere: config and parameters.
  public init(config: JSONObject, parameters: JSONObject = [:]) {
    storage = Storage(config: config, parameters: parameters)
  }

  public func value(of variable: TemplateVariable) -> TemplateValue? {
    switch variable.slot {
    case .config: .dict(TemplateDict(storage.config))
    case .parameters: .dict(TemplateDict(storage.parameters))
    case .streamSlice: storage.slice
    case .nextPageToken: storage.nextPageToken
    case .record: storage.record
    case .response: storage.response
    case .headers: storage.headers
    case .lastRecord: storage.lastRecord
    case .lastPageSize: storage.lastPageSize
    default: storage.answers.variable(variable.name) ?? storage.others.last { $0.name == variable.name }?.value
    }
  }

  /// The variables, to be changed: not shared with a copy of the scope.
  private var own: Storage {
    mutating get {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
      return storage
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
    for (name, value) in slice.extraFields { own.others.append((name, TemplateValue(value))) }
    own.answers = slice.answers
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
      own.slice = TemplateValue.none
      return
    }
    own.slice = .object(
      StreamSliceObject(
        partition: slice.partition, cursorSlice: slice.cursorSlice, extraFields: slice.extraFields
      ) { slice.answers.variables })
  }

  /// Declares `next_page_token`: a mapping with the one key `next_page_token`, or null.
  public mutating func set(nextPageToken token: JSONValue?) {
    own.nextPageToken = token.map { .dict(TemplateDict(["next_page_token": $0])) } ?? TemplateValue.none
  }

  /// Declares a record as `record`.
  ///
  /// - Returns: the dictionary that templates see. It tells afterwards whether one changed it; it is used again for the next record
  ///   when nobody else holds it.
  public mutating func bind(_ record: JSONRecord) -> TemplateDict {
    let own = own
    if case .dict(var dict)? = own.record {
      own.record = nil
      if isKnownUniquelyReferenced(&dict) {
        dict.reset(to: record)
        own.record = .dict(dict)
        return dict
      }
    }
    let dict = TemplateDict(record)
    own.record = .dict(dict)
    return dict
  }

  /// Declares `record`. The dictionary tells afterwards whether a template changed it.
  public mutating func set(record: TemplateDict) { own.record = .dict(record) }

  /// Declares `record` as a value that is no object.
  public mutating func set(recordValue value: JSONValue) { own.record = TemplateValue(value) }

  /// Declares `response`: the answer's body as JSON, or an empty mapping when it is none.
  public mutating func set(response body: JSONView?) {
    own.response = body.map { TemplateValue($0) } ?? .dict(TemplateDict())
  }

  /// Declares `headers` as a plain mapping.
  public mutating func set(headers: JSONObject) { own.headers = .dict(TemplateDict(headers)) }

  /// Declares `headers` as a mapping whose names are found in any case.
  public mutating func set(headersInAnyCase headers: JSONObject) { own.headers = .object(HeadersObject(headers)) }

  /// Declares `last_record`.
  public mutating func set(lastRecord: JSONRecord?, streamName: String) {
    own.lastRecord = lastRecord.map { .object(RecordObject(TemplateDict($0), streamName: streamName)) } ?? TemplateValue.none
  }

  /// Declares `last_page_size`.
  public mutating func set(lastPageSize: Int) { own.lastPageSize = .integer(lastPageSize) }

  /// Declares any other variable.
  public mutating func set(_ name: TemplateName, _ value: TemplateValue) {
    let own = own
    if let place = own.others.firstIndex(where: { $0.name == name.rawValue }) {
      own.others[place].value = value
    } else {
      own.others.append((name.rawValue, value))
    }
  }
}
