internal import ConnectorKit
internal import Dates
internal import JSON
internal import Templates

/// Reads how long a token is good, in microseconds.
enum OAuthExpiry {
  /// What holds when the endpoint does not say: an hour.
  static let assumedLifetime = 3_600_000_000

  /// Reads a date, or seconds since 1970.
  ///
  /// - Parameter name: the field of the token endpoint's answer, which is not quoted; nil for a setting.
  static func date(_ text: String, answeredAs name: String? = nil) throws -> Int {
    do {
      return try LenientDate.parse(text).microsecondsSinceEpoch
    } catch {
      if let name {
        throw SyncError(.system, "The OAuth token endpoint's `\(name)` must be a date or seconds since 1970.")
      }
      throw SyncError(.system, "`token_expiry_date` must be a date or seconds since 1970, got `\(text)`.")
    }
  }

  /// Reads the seconds that are left.
  static func seconds(_ value: JSONValue, _ name: String, from now: Int) throws -> Int {
    let stated = TemplateValue.string(FormEncoding.text(value))
    if let seconds = try stated.pythonFloat(), let whole = Int(exactly: seconds.rounded(.towardZero)) {
      let (span, isTooLong) = whole.multipliedReportingOverflow(by: 1_000_000)
      let (end, isTooLate) = now.addingReportingOverflow(span)
      if !isTooLong, !isTooLate { return end }
    }
    throw SyncError(
      .system,
      "The OAuth token endpoint's `\(name)` must be the number of seconds until the token expires. "
        + "If it is a date, set `token_expiry_date_format` in the manifest.")
  }
}
