internal import ConnectorKit

/// Which field a cursor goes by.
struct CursorFieldDeclaration: Sendable {
  let name: String
  /// Whether a catalog may name another field.
  let isCatalogDefined: Bool
}

/// The dates between which a stream is read.
struct DatetimeBounds: Sendable {
  let start: MinMaxDatetime
  /// Now, when nil.
  let end: MinMaxDatetime?
}

/// How dates are written.
struct DatetimeFormats: Sendable {
  /// In requests, windows and states.
  let output: String
  /// In records and saved states, in order of preference.
  let inputs: [String]
}

/// How a range is divided.
struct DatetimeDivision: Sendable {
  let granularity: String?
  let step: TemplateText?
  let lookback: TemplateText?
  let clamping: ClampingDeclaration?
  let isStrict: Bool
}

/// How records and partitions are compared with the state.
struct DatetimeComparison: Sendable {
  let isClientSide: Bool
  let isDataFeed: Bool
  /// Whether all partitions share one state.
  let isGlobal: Bool
}

/// Where a window's ends go in slices and requests.
struct DatetimeRequest: Sendable {
  let startKey: TemplateText?
  let endKey: TemplateText?
  let startOption: RequestOption?
  let endOption: RequestOption?
}
