import ConnectorKit
import Testing

@Suite struct RetryAfterTests {
  /// 2026-01-15T00:00:00Z.
  private static let now = TestServices.now

  @Test(
    "Retry-After is a number of seconds or any of the dates of RFC 9110",
    arguments: [
      ("120", 120), ("0", 0), (" 7 ", 7), ("0.5", 0.5), ("007", 7), ("1e3", 1000), ("1e300", 1e300), ("1e999", .greatestFiniteMagnitude),
      ("Thu, 15 Jan 2026 00:01:00 GMT", 60), ("Thursday, 15-Jan-26 00:01:00 GMT", 60), ("Thu Jan 15 00:01:00 2026", 60),
      ("Sun Feb  1 00:00:00 2026", 1_468_800), ("thu, 15 jan 2026 00:01:00 gmt", 60), ("Thu, 15 Jan 2026 00:01:00 UTC", 60),
      ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sunday, 06-Nov-94 08:49:37 GMT", 0), ("Sun Nov  6 08:49:37 1994", 0),
      ("Thursday, 15-Jan-77 00:00:00 GMT", 0), ("Wednesday, 15-Jan-76 00:00:00 GMT", 1_577_836_800),
      ("Thu, 29 Feb 2024 00:00:00 GMT", 0), ("-5", nil), ("", nil), ("soon", nil), ("inf", nil), ("nan", nil), ("0x10", nil),
      ("1_000", nil),
      ("12 s", nil), ("+5", nil), ("Thu, 29 Feb 2026 00:00:00 GMT", nil), ("Thu, 15 Foo 2026 00:01:00 GMT", nil),
      ("Thu, 15 Jan 2026 24:01:00 GMT", nil), ("Thu, 15 Jan 2026 00:01 GMT", nil), ("Thu, 15 Jan 2026 00:01:00 EST", nil),
      ("2026-01-15T00:01:00Z", nil), ("Thu, 15 Jan 026 00:01:00 GMT", nil),
    ] as [(String, Double?)])
  func seconds(_ value: String, _ seconds: Double?) {
    #expect(RetryAfter.seconds(value, now: Self.now) == seconds)
  }

  @Test(
    "HTTP dates are moments", arguments: ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
  func dates(_ text: String) {
    #expect(HTTPDate.microseconds(text, now: Self.now) == 784_111_777_000_000)
  }
}
