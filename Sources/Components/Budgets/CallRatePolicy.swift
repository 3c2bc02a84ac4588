internal import ConnectorKit
internal import Dates
internal import Document

/// A rule about how often requests of some kind may be sent.
protocol CallRatePolicy: Sendable {
  /// The kinds of requests the rule holds for; all when empty.
  var matchers: [HttpRequestRegexMatcher] { get }

  /// Takes calls out of the budget.
  ///
  /// - Returns: nil when they were taken, otherwise the seconds after which to ask again.
  /// - Throws: ``SyncError`` when the request counts for more calls than ever fit.
  func take(_ calls: Int, _ run: RunServices) throws -> Double?

  /// The longest wait in seconds that follows from the rule itself.
  func longestWait(_ run: RunServices) -> Double

  /// Learns from an answer.
  ///
  /// - Parameters:
  ///   - available: the calls that are left, if the answer says so.
  ///   - reset: when the count starts anew, in microseconds since 1970, if the answer says so.
  func learn(available: Int?, reset: Int?, _ run: RunServices)
}

extension CallRatePolicy {
  func matches(_ request: HTTPRequest) -> Bool { matchers.isEmpty || matchers.contains { $0.matches(request) } }

  /// How many calls a request counts for, by the first matcher that fits.
  func weight(of request: HTTPRequest) -> Int { matchers.first { $0.matches(request) }?.weight ?? 1 }
}

extension Field where Value == [HttpRequestRegexMatcher] {
  /// The requests that a rule of a budget holds for.
  static var matchers: Field<[HttpRequestRegexMatcher]> {
    .components(
      "matchers", ["HttpRequestRegexMatcher"],
      doc: "The requests the rule holds for, any of these; all requests when the list is empty.")
  }
}

extension Field where Value == String {
  /// An ISO 8601 duration.
  static func duration(_ name: String, doc: String) -> Field<ISODuration> {
    Field<String>.string(name, doc: doc).map { text, context in
      do throws(DateError) {
        return try ISODuration(text)
      } catch {
        throw Diagnostic(
          code: .badDuration, "`\(name)` must be an ISO 8601 duration such as PT1H, got `\(text)`: \(error.message)", at: context.location
        )
      }
    }
  }

  /// The microseconds of an ISO 8601 duration without years and months.
  static func fixedDuration(_ name: String, doc: String) -> Field<Int> {
    Field<String>.string(name, doc: doc).map { text, context in try FixedDuration.microseconds(text, of: name, at: context.location) }
  }
}

/// Reads durations that are always equally long.
enum FixedDuration {
  /// - Throws: `Diagnostic` when the text is no duration, or one with years or months.
  static func microseconds(_ text: String, of field: String, at location: SourceLocation?) throws -> Int {
    guard case .fixed(let delta)? = try? ISODuration(text), let microseconds = Int(exactly: delta.totalMicroseconds) else {
      throw Diagnostic(
        code: .badDuration, "`\(field)` must be an ISO 8601 duration without years and months, such as PT1H, got `\(text)`", at: location)
    }
    return microseconds
  }
}
