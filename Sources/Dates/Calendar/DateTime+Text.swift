extension DateTime {
  /// The last part of the time that is written.
  public enum ISOPrecision: String, Sendable {
    /// Microseconds when there are any, otherwise seconds.
    case auto
    case hours, minutes, seconds, milliseconds, microseconds
  }

  /// ISO 8601 with the given separator: `2024-01-02T03:04:05.000006+00:00`. What the precision leaves out is cut off; the
  /// offset is left out when there is none.
  public func isoFormat(separator: Character = "T", precision: ISOPrecision = .auto) -> String {
    var out = DateText()
    out.append(date: date)
    out.append(String(separator))
    out.append(hour, width: 2)
    if precision != .hours {
      out.append(UInt8(ascii: ":"))
      out.append(minute, width: 2)
    }
    if precision != .hours, precision != .minutes {
      out.append(UInt8(ascii: ":"))
      out.append(second, width: 2)
    }
    if precision == .microseconds || (precision == .auto && microsecond != 0) {
      out.append(UInt8(ascii: "."))
      out.append(microsecond, width: 6)
    } else if precision == .milliseconds {
      out.append(UInt8(ascii: "."))
      out.append(microsecond / 1000, width: 3)
    }
    if let offset { out.append(offset: offset) }
    return out.text
  }

  /// The name a template shows for the zone: empty when naive, `UTC`, or `UTC+05:30`.
  public var zoneName: String {
    guard let offset else { return "" }
    guard offset != 0 else { return "UTC" }
    var out = DateText()
    out.append("UTC")
    out.append(offset: offset)
    return out.text
  }
}

/// As ``DateTime/isoFormat(separator:)`` with a space.
extension DateTime: CustomStringConvertible {
  public var description: String { isoFormat(separator: " ") }
}
