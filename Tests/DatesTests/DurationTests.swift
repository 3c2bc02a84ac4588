import Dates
import Testing

@Suite struct DurationTests {
  static let readable: [(String, String)] = [
    ("P1D", "1 day, 0:00:00"), ("P3D", "3 days, 0:00:00"), ("PT36H", "1 day, 12:00:00"), ("-P1D", "-1 day, 0:00:00"),
    ("P1M", "1 month, 0:00:00"), ("P1Y", "1 years, 0:00:00"), ("P13M", "13 months, 0:00:00"), ("P1W2D", "9 days, 0:00:00"),
    ("P1Y2M3DT4H5M6.789S", "1 years, 2 months, 3 days, 4:05:06.789000"), ("PT", "0:00:00"), ("P0M", "0:00:00"), ("P1DT", "1 day, 0:00:00"),
    ("P1,5D", "1 day, 12:00:00"), ("PT0.0000005S", "0:00:00"), ("PT0.0000015S", "0:00:00.000002"), ("+P1D\n", "1 day, 0:00:00"),
    ("-P1M", "-1 month, -1 day, 0:00:00".replacing("-1 day, ", with: "")), ("P0001-02-03T04:05:06", "1 years, 2 months, 3 days, 4:05:06"),
    ("P20T23.5Z", "2001 years, 1 month, 1 day, 23:30:00"), ("P1.5M", "1 months, 0:00:00"),
  ]

  @Test(arguments: readable)
  func reads(text: String, shown: String) throws { #expect(try ISODuration(text).description == shown) }

  @Test(arguments: ["", "P", "1D", "p1d", "P1", " P1D", "P1D ", "P-1D", "PT1D", "P1H", "P1D1M", "P1.D", "--P1D"])
  func refuses(text: String) {
    #expect { try ISODuration(text) } throws: { ($0 as? DateError)?.kind == .duration }
  }

  @Test("A duration with too many days is an overflow") func rangeIsBounded() {
    #expect { try ISODuration("P9999999999D") } throws: { ($0 as? DateError)?.kind == .overflow }
  }

  static let sums: [(String, String, String, String)] = [
    ("2024-01-31T00:00:00+00:00", "P1M", "2024-02-29T00:00:00+00:00", "2023-12-31T00:00:00+00:00"),
    ("2024-02-29T12:00:00+02:00", "P1Y", "2025-02-28T12:00:00+02:00", "2023-02-28T12:00:00+02:00"),
    ("2024-03-31T00:00:00+00:00", "P1M1D", "2024-05-01T00:00:00+00:00", "2024-02-28T00:00:00+00:00"),
    ("2024-03-01T00:00:00+00:00", "-P1D", "2024-02-29T00:00:00+00:00", "2024-03-02T00:00:00+00:00"),
  ]

  @Test(arguments: sums)
  func movesDates(from: String, by: String, sum: String, difference: String) throws {
    let (date, duration) = (try DateTime(isoText: from), try ISODuration(by))
    #expect(try date.adding(duration).isoFormat() == sum)
    #expect(try date.subtracting(duration).isoFormat() == difference)
  }

  @Test("A duration with a fraction of a year cannot be added to a date") func fractionsOfMonthsMoveNothing() throws {
    let (date, duration) = (try DateTime(year: 2024), try ISODuration("P0.5Y"))
    #expect { try date.adding(duration) } throws: { ($0 as? DateError)?.kind == .value }
  }

  @Test("Adding or subtracting less than a day leaves a calendar date unchanged") func daysIgnoreTimes() throws {
    let day = try CalendarDate(year: 2024, month: 2, day: 29)
    #expect(try day.adding(TimeDelta(seconds: 3600)).isoFormat == "2024-02-29")
    #expect(try day.subtracting(TimeDelta(seconds: 3600)).isoFormat == "2024-02-29")
  }

  @Test("Scaling a time delta rounds half to even, and an overflow is an error") func scalesHalfToEven() throws {
    let three = try TimeDelta(microseconds: 3)
    #expect(try three.divided(by: 2).microseconds == 2)
    #expect(try TimeDelta(microseconds: 5).divided(by: 2).microseconds == 2)
    #expect(try TimeDelta(days: 1).multiplied(by: 1.5) == TimeDelta(days: 1, seconds: 43_200))
    #expect(try TimeDelta(days: 1).divided(by: 0.1) == TimeDelta(days: 10))
    #expect(try TimeDelta(seconds: -1).floorDivided(by: 2) == TimeDelta(microseconds: -500_000))
    #expect(try TimeDelta(days: 1).remainder(by: TimeDelta(seconds: 25_200)) == TimeDelta(seconds: 10_800))
    #expect(try TimeDelta(days: 1).quotient(by: TimeDelta(seconds: 25_200)) == 3)
    #expect(throws: DateError.self) { try TimeDelta(days: 999_999_999).multiplied(by: 2) }
  }

  @Test("Total seconds keep microseconds, and a negative delta counts back from a day") func totalSecondsRoundOnce() throws {
    #expect(try TimeDelta(days: 2_932_896, seconds: 86_399, microseconds: 999_999).totalSeconds == 253_402_300_799.999_999)
    #expect(try TimeDelta(microseconds: -1).description == "-1 day, 23:59:59.999999")
  }
}
