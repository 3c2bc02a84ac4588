import Dates
import Testing

@Suite struct DateReadingTests {
  static let iso: [(String, String)] = [
    ("2022-01-14", "2022-01-14T00:00:00"), ("20220114T0102", "2022-01-14T01:02:00"), ("2022", "2022-01-01T00:00:00"),
    ("2022-01", "2022-01-01T00:00:00"), ("2022-014", "2022-01-14T00:00:00"), ("2022014", "2022-01-14T00:00:00"),
    ("2022-W02-5", "2022-01-14T00:00:00"), ("2022W025", "2022-01-14T00:00:00"), ("2022-W02", "2022-01-10T00:00:00"),
    ("2022-01-14X01:02:03.1234567", "2022-01-14T01:02:03.123456"), ("2022-01-14T01:02:03,5", "2022-01-14T01:02:03.500000"),
    ("2022-01-14T24:00", "2022-01-15T00:00:00"), ("2022-01-14T01:02:03-05", "2022-01-14T01:02:03-05:00"),
    ("2022-01-14T01:02z", "2022-01-14T01:02:00+00:00"), ("2022-01-14T010203+0530", "2022-01-14T01:02:03+05:30"),
  ]

  @Test(arguments: iso)
  func readsISO(text: String, expected: String) throws { #expect(try DateTime(isoText: text).isoFormat() == expected) }

  @Test(arguments: [
    "", "202", "202201", "2022-1-1", "2022/01/14", "Jan 14 2022", "2022-02-30", "2022-01-14T", "2022-01-14T24:00:01", "2022-01-14T25:00",
    "2022-W54-1", "2022-366", " 2022-01-14", "2022-01-14 ", "2022-01-14T01:02:03 +00:00", "2022-01-14T01:02:03+24:00", "0000-01-01",
    "2022-01-14T01:02:03.", "２０２２-01-14",
  ])
  func refusesISO(text: String) { #expect(throws: DateError.self) { try DateTime(isoText: text) } }

  static let lenient: [(String, String)] = [
    ("1642122123", "2022-01-14T01:02:03+00:00"), ("12", "1970-01-01T00:00:12+00:00"), ("2022-1-4", "2022-01-04T00:00:00+00:00"),
    ("Thu, 01 Dec 1994 16:00:00 GMT", ""), ("01/02/2022 3:05 pm", "2022-01-02T15:05:00+00:00"),
    ("13/02/2022 15:05:06.25", "2022-02-13T15:05:06.250000+00:00"), ("2022-01-14T01:02:03 EST", "2022-01-14T01:02:03+00:00"),
    ("2022-01-14 01:02:03 GMT+3", "2022-01-14T01:02:03-03:00"), ("2022-01-14T01:02:03+05:30", "2022-01-14T01:02:03+05:30"),
    ("14 January 2022", "2022-01-14T00:00:00+00:00"), ("Jan 14 2022 3pm", "2022-01-14T15:00:00+00:00"),
    ("20220114010203", ""), ("January 2022", "2022-01-15T00:00:00+00:00"), ("Friday", "2026-01-16T00:00:00+00:00"),
  ]

  /// An empty expectation stands for a text that is refused.
  @Test(arguments: lenient)
  func readsLeniently(text: String, expected: String) throws {
    let today = try CalendarDate(year: 2026, month: 1, day: 15)
    let date = try? LenientDate.parse(text, today: today)
    #expect(date?.isoFormat() ?? "" == expected)
  }

  @Test func refusesTimesOutsideSeconds() {
    #expect(throws: DateError.self) { try LenientDate.parse(-1) }
    #expect(throws: DateError.self) { try LenientDate.parse(1_642_122_123_000) }
  }
}
