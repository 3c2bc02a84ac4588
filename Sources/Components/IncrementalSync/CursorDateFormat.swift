internal import Dates
internal import JSON

/// How cursor values of dates are read from records and states, and written into states and windows. Shared by all cursors of a stream.
final class CursorDateFormat: Sendable {
  let output: DatetimeFormat
  /// Tried in this order.
  private let inputs: [DatetimeFormat]

  /// - Parameter honorsUTCMark: whether dates are in UTC where `output` writes a literal mark of it, such as a `Z`.
  init(output: String, inputs: [String], honorsUTCMark: Bool) {
    self.output = DatetimeFormat(output, honorsUTCMark: honorsUTCMark)
    self.inputs = (inputs + [output]).map { DatetimeFormat($0) }
  }

  /// The formats for messages.
  var description: String { inputs.map { "`\($0.text)`" }.joined(separator: ", ") }

  func format(_ date: DateTime) -> String { output.format(date) }

  /// The date on the clock by which it is written, so that days and months begin where the API has them begin.
  func onItsClock(_ date: DateTime) -> DateTime { output.onItsClock(date) }

  /// The date as far as the output format shows it, such as its day.
  func asWritten(_ date: DateTime) -> DateTime { (try? output.parse(output.format(date))) ?? date }

  func parse(_ value: JSONValue) throws(DateError) -> DateTime {
    output.onItsClock(try parseAsDeclared(value))
  }

  private func parseAsDeclared(_ value: JSONValue) throws(DateError) -> DateTime {
    switch value {
    case .string(let text): try first { format throws(DateError) in try format.parse(text) }
    case .integer(let number): try first { format throws(DateError) in try format.parse(number) }
    case .bigInteger(let digits): try first { format throws(DateError) in try format.parse(digits) }
    case .double(let number): try first { format throws(DateError) in try format.parse(number) }
    case .bool(let flag): try first { format throws(DateError) in try format.parse(flag) }
    case .null: try first { format throws(DateError) in try format.parseNull() }
    case .array, .object: throw DateError(.type, "a list or object is not a date")
    }
  }

  /// The cursor value of a record, nil when it has none that can be read. Not decoded where it can be read as it stands.
  func date(of field: JSONRecord.Field?) -> DateTime? {
    guard let field, !field.isNull else { return nil }
    guard case .view(let view) = field, view.isString else { return try? parse(field.value) }
    return view.withRawBytes { bytes in
      let inner = UnsafeBufferPointer(rebasing: bytes.dropFirst().dropLast())
      guard !inner.contains(UInt8(ascii: "\\")) else { return try? parse(view.value) }
      for format in inputs {
        if let date = format.date(utf8: inner) { return output.onItsClock(date) }
      }
      return nil
    }
  }

  /// What the first format gives that takes the value.
  private func first(_ parse: (DatetimeFormat) throws(DateError) -> DateTime) throws(DateError) -> DateTime {
    var failure = DateError(.value, "no date format is declared")
    for format in inputs {
      do throws(DateError) {
        return try parse(format)
      } catch {
        guard error.kind == .value else { throw error }
        failure = error
      }
    }
    throw failure
  }
}
