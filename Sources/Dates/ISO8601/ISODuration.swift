/// What an ISO 8601 duration text means: a span of fixed length, or one with years or months.
public enum ISODuration: Sendable, Hashable {
  case fixed(TimeDelta)
  case calendar(CalendarDuration)

  /// Throws ``DateError/Kind-swift.enum/duration`` for a text that is no duration, an overflow error beyond the range.
  public init(_ text: String) throws(DateError) { self = try ISODurationReader.read(text) }

  public var isZero: Bool {
    switch self {
    case .fixed(let delta): delta.isZero
    case .calendar(let duration): duration.years.isZero && duration.months.isZero && duration.delta.isZero
    }
  }
}

extension ISODuration: CustomStringConvertible {
  public var description: String {
    switch self {
    case .fixed(let delta): delta.description
    case .calendar(let duration): duration.description
    }
  }
}
