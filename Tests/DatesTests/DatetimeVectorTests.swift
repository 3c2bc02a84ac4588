import Dates
import TestSupport
import Testing

/// Drives every row of the reference's golden dates.
@Suite(.enabled(if: SharedFiles.exists("vectors/datetime.jsonl")))
struct DatetimeVectorTests {
  struct Row: Decodable {
    let id: String
    let op: String
    let format: String?
    let value: VectorValue
    let result: VectorValue?
    let error_class: String?
    let str: String?
    let add: VectorValue?
    let sub: VectorValue?
  }

  @Test func everyRowHolds() throws {
    for row in try SharedFiles.rows("vectors/datetime.jsonl", as: Row.self) {
      let outcome = Self.outcome(row)
      let expected = Outcome(result: row.error_class == nil ? row.result : nil, error: row.error_class)
      #expect(outcome == expected, "\(row.id) \(row.op) \(row.format ?? "") \(row.value)")
      if row.op == "duration", row.error_class == nil { Self.checkArithmetic(row) }
    }
  }

  struct Outcome: Equatable {
    var result: VectorValue?
    var error: String?
  }

  private static func outcome(_ row: Row) -> Outcome {
    do throws(DateError) {
      return Outcome(result: try result(row), error: nil)
    } catch {
      return Outcome(result: nil, error: className(error))
    }
  }

  private static func className(_ error: DateError) -> String {
    switch error.kind {
    case .value: "ValueError"
    case .type: "TypeError"
    case .overflow: "OverflowError"
    case .repeatedDirective: "error"
    case .duration: "ISO8601Error"
    }
  }

  private static func result(_ row: Row) throws(DateError) -> VectorValue? {
    switch row.op {
    case "format":
      return .text(DatetimeFormat(row.format ?? "").format(try DateTime(isoText: row.value.text ?? "")))
    case "parse":
      let value = try parse(row.value, DatetimeFormat(row.format ?? ""))
      let instant = DatetimeFormat("%Y-%m-%dT%H:%M:%S.%fZ").format(try value.converted())
      let offset = Double(value.offset ?? 0) / 1e6
      return .object([
        "instant": .text(String(repeating: "0", count: 27 - instant.utf8.count) + instant),
        "offset_seconds": offset == offset.rounded() ? .integer(Int(offset)) : .number(offset),
      ])
    case "duration":
      return try ISODuration(row.value.text ?? "").vectorValue
    case "str_to_datetime":
      return .text(try DateTime(isoText: row.value.text ?? "").converted().isoFormat())
    case "timestamp":
      let seconds = try DateTime(isoText: row.value.text ?? "").converted().timestamp
      return seconds == seconds.rounded() ? .integer(Int(seconds)) : .number(seconds)
    case "lenient_parse":
      switch row.value {
      case .integer(let value): return .text(try LenientDate.parse(value).isoFormat())
      default: return .text(try LenientDate.parse(row.value.text ?? "", today: frozenToday()).isoFormat())
      }
    default:
      throw DateError(.type, "unknown operation \(row.op)")
    }
  }

  private static func frozenToday() throws(DateError) -> CalendarDate { try CalendarDate(year: 2026, month: 1, day: 15) }

  private static func parse(_ value: VectorValue, _ format: DatetimeFormat) throws(DateError) -> DateTime {
    switch value {
    case .text(let text): try format.parse(text)
    case .integer(let integer): try format.parse(integer)
    case .number(let number): try format.parse(number)
    case .bool(let flag): try format.parse(flag)
    default: try format.parseNull()
    }
  }

  private static func checkArithmetic(_ row: Row) {
    guard let duration = try? ISODuration(row.value.text ?? ""), case .object(let sums) = row.add, case .object(let differences) = row.sub
    else { return }
    #expect(duration.description == row.str)
    func outcome(_ body: () throws(DateError) -> DateTime) -> VectorValue {
      do throws(DateError) { return .text(try body().isoFormat()) } catch { return .object(["error_class": .text(className(error))]) }
    }
    for (text, expected) in sums {
      #expect(outcome { () throws(DateError) in try DateTime(isoText: text).adding(duration) } == expected, "\(row.id) + \(text)")
    }
    for (text, expected) in differences {
      #expect(outcome { () throws(DateError) in try DateTime(isoText: text).subtracting(duration) } == expected, "\(row.id) - \(text)")
    }
  }
}

extension ISODuration {
  /// As the vectors write durations.
  fileprivate var vectorValue: VectorValue {
    func delta(_ delta: TimeDelta) -> VectorValue {
      .object([
        "$py": .text("timedelta"), "days": .integer(delta.days), "seconds": .integer(delta.seconds),
        "microseconds": .integer(delta.microseconds),
      ])
    }
    switch self {
    case .fixed(let fixed): return delta(fixed)
    case .calendar(let duration):
      return .object([
        "$py": .text("duration"), "years": .text(duration.years.description), "months": .text(duration.months.description),
        "tdelta": delta(duration.delta),
      ])
    }
  }
}
