import Testing

@testable import Dates

@Suite struct CalendarTests {
  @Test func countsDaysBothWays() throws {
    #expect(CivilCalendar.days(year: 1, month: 1, day: 1) == CivilCalendar.firstDay)
    #expect(CivilCalendar.days(year: 9999, month: 12, day: 31) == CivilCalendar.lastDay)
    for days in stride(from: CivilCalendar.firstDay, through: CivilCalendar.lastDay, by: 97) {
      let (year, month, day) = CivilCalendar.civil(days: days)
      #expect(CivilCalendar.days(year: year, month: month, day: day) == days)
    }
  }

  static let weeks: [(Int, Int, Int, Int, Int, Int)] = [
    (2024, 12, 30, 2025, 1, 1), (2021, 1, 3, 2020, 53, 7), (2023, 1, 1, 2022, 52, 7), (2026, 1, 15, 2026, 3, 4),
  ]

  @Test(arguments: weeks)
  func numbersWeeks(year: Int, month: Int, day: Int, isoYear: Int, week: Int, weekday: Int) throws {
    #expect(try CalendarDate(year: year, month: month, day: day).isoWeekDate == (isoYear, week, weekday))
  }

  @Test func comparesByInstant() throws {
    let (utc, india) = (try DateTime(isoText: "2024-01-01T00:00:00Z"), try DateTime(isoText: "2024-01-01T05:30:00+05:30"))
    #expect(utc == india && utc.hashValue == india.hashValue)
    #expect(try DateTime(isoText: "2024-01-01T00:00:00") != utc)
    #expect { try utc.since(DateTime(year: 2024)) } throws: { ($0 as? DateError)?.kind == .type }
  }

  @Test func staysWithinTheYears() throws {
    #expect { try DateTime(isoText: "0001-01-01T00:00:00+05:00").converted() } throws: { ($0 as? DateError)?.kind == .overflow }
    #expect { try DateTime(year: 9999, month: 12, day: 31).adding(.day) } throws: { ($0 as? DateError)?.kind == .overflow }
    #expect { try DateTime(year: 2023, month: 2, day: 29) } throws: { ($0 as? DateError)?.message.contains("28 days") == true }
  }

  @Test func showsPrecision() throws {
    let date = try DateTime(isoText: "2024-01-02T03:04:05.678901+00:00")
    #expect(date.isoFormat(precision: .hours) == "2024-01-02T03+00:00")
    #expect(date.isoFormat(separator: " ", precision: .milliseconds) == "2024-01-02 03:04:05.678+00:00")
    #expect(date.description == "2024-01-02 03:04:05.678901+00:00")
  }
}
