internal import ConnectorKit
internal import JSON

/// A body that cannot be read any further, with the values that stand before the place where it broke off: they are delivered first.
struct InterruptedDecoding: Error, CustomStringConvertible {
  let values: [JSONView]
  /// What is wrong; never another of these.
  let cause: any Error

  var description: String { "\(cause)" }

  /// What to throw when decoding fails after some values were found.
  static func error(_ error: any Error, after values: [JSONView]) -> any Error {
    let inner = error as? InterruptedDecoding
    let all = values + (inner?.values ?? [])
    let cause = inner?.cause ?? error
    return all.isEmpty ? cause : InterruptedDecoding(values: all, cause: cause)
  }
}

extension DecodingSession {
  /// All values of a body, of which none is of use when it cannot be read to its end.
  mutating func decodeWhole(_ body: [UInt8]) throws -> [JSONView] {
    do {
      return try decode(body, isLast: true)
    } catch let error as InterruptedDecoding {
      throw error.cause
    }
  }
}
