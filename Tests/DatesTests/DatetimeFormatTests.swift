import Dates
import Testing

@Suite struct DatetimeFormatTests {
  /// format, text, instant in UTC, offset in seconds.
  static let readable: [(String, String, String, Int)] = [
    ("%Y-%m-%dT%H:%M:%SZ", "2024-06-01T15:04:05Z", "2024-06-01 15:04:05+00:00", 0),
    ("%Y-%m-%dT%H:%M:%SZ", "2024-06-01t15:04:05z", "2024-06-01 15:04:05+00:00", 0),
    ("%Y-%m-%dT%H:%M:%S%z", "2024-06-01T15:04:05+05:30", "2024-06-01 09:34:05+00:00", 19800),
    ("%Y-%m-%dT%H:%M:%S%z", "2024-06-01T15:04:05-0700", "2024-06-01 22:04:05+00:00", -25200),
    ("%Y-%m-%dT%H:%M:%S%z", "2024-06-01T15:04:05Z", "2024-06-01 15:04:05+00:00", 0),
    ("%z", "+01:00:30.5", "1899-12-31 22:59:29.500000+00:00", 3630),
    ("%Y-%m-%dT%H:%M:%S.%fZ", "2024-06-01T15:04:05.12Z", "2024-06-01 15:04:05.120000+00:00", 0),
    ("%Y-%m-%dT%H:%M:%S.%_msZ", "2024-06-01T15:04:05.123456Z", "2024-06-01 15:04:05.123456+00:00", 0),
    ("%Y-%m-%d", "2024-2-9", "2024-02-09 00:00:00+00:00", 0),
    ("%Y%m%d", "2024123", "2024-12-03 00:00:00+00:00", 0),
    ("%d%m%Y", "1112024", "2024-01-11 00:00:00+00:00", 0),
    ("%Y %m", "2024  \t3", "2024-03-01 00:00:00+00:00", 0),
    ("%d/%m/%y", "01/02/68", "2068-02-01 00:00:00+00:00", 0),
    ("%d/%m/%y", "01/02/69", "1969-02-01 00:00:00+00:00", 0),
    ("%I:%M %p %Y", "12:05 am 2024", "2024-01-01 00:05:00+00:00", 0),
    ("%I:%M %p %Y", "12:05 PM 2024", "2024-01-01 12:05:00+00:00", 0),
    ("%B %d, %Y", "FEBRUARY 29, 2024", "2024-02-29 00:00:00+00:00", 0),
    ("%a, %d %b %Y %H:%M:%S %Z", "thu, 29 feb 2024 01:02:03 gmt", "2024-02-29 01:02:03+00:00", 0),
    ("%Y-%j", "2023-366", "2024-01-01 00:00:00+00:00", 0),
    ("%G-W%V-%u", "2024-W10-3", "2024-03-06 00:00:00+00:00", 0),
    ("%Y-%U-%w", "2024-10-3", "2024-03-13 00:00:00+00:00", 0),
    ("%c", "Thu Feb 29 12:34:56 2024", "2024-02-29 12:34:56+00:00", 0),
    ("%d.%m.%Y", "1.2.2024", "2024-02-01 00:00:00+00:00", 0),
    ("%Y", "２０２４", "2024-01-01 00:00:00+00:00", 0),
    ("%s", " 1_0 ", "1970-01-01 00:00:10+00:00", 0),
    ("%s", "-1", "1969-12-31 23:59:59+00:00", 0),
    ("%ms", "-1", "1969-12-31 23:59:59.999000+00:00", 0),
    ("%epoch_microseconds", "1500000", "1970-01-01 00:00:01.500000+00:00", 0),
    ("%s_as_float", "1.0000015", "1970-01-01 00:00:01.000001+00:00", 0),
  ]

  @Test(arguments: readable)
  func reads(format: String, text: String, instant: String, offset: Int) throws {
    let date = try DatetimeFormat(format).parse(text)
    #expect(try date.converted().description == instant)
    #expect((date.offset ?? 0) / 1_000_000 == offset)
    var utf8 = text
    #expect(utf8.withUTF8 { DatetimeFormat(format).date(utf8: $0) } == date)
  }

  /// What formats write of 2024-06-01T02:04:05+05:30 when they are taken at their word.
  static let marked: [(String, String)] = [
    ("%Y-%m-%dT%H:%M:%SZ", "2024-05-31T20:34:05Z"), ("%Y-%m-%dT%H:%M:%S.%fZ", "2024-05-31T20:34:05.000000Z"),
    ("%Y-%m-%dT%H:%M:%S.%_msZ", "2024-05-31T20:34:05.000Z"), ("%Y%m%dT%H%M%Sz", "20240531T203405z"), ("%FT%TZ", "2024-05-31T20:34:05Z"),
    ("%Y-%m-%dT00:00:00Z", "2024-05-31T00:00:00Z"), ("%Y-%m-%dT%H:%M:%S.000Z", "2024-05-31T20:34:05.000Z"), ("%Y-%m-%dZ", "2024-05-31Z"),
    ("%Y-%m-%d %H:%M:%S UTC", "2024-05-31 20:34:05 UTC"), ("%a, %d %b %Y %H:%M:%S GMT", "Fri, 31 May 2024 20:34:05 GMT"),
    ("%a %b %d %H:%M:%S UTC %Y", "Fri May 31 20:34:05 UTC 2024"), ("%I:%M %p utc", "08:34 PM utc"),
    ("%Y-%m-%dT%H:%M:%S+00:00", "2024-05-31T20:34:05+00:00"), ("%Y-%m-%dT%H:%M:%S.000+0000", "2024-05-31T20:34:05.000+0000"),
    ("%H:%M:%S+00", "20:34:05+00"), ("'%Y-%m-%dT%H:%M:%SZ'", "'2024-05-31T20:34:05Z'"),
    ("at>=%Y-%m-%dT%H:%M:%SZ)", "at>=2024-05-31T20:34:05Z)"),
    // These say nothing of UTC.
    ("%Y-%m-%dT%H:%M:%S", "2024-06-01T02:04:05"), ("%Y-%m-%d", "2024-06-01"), ("%Y-%m-%dT%H:%M:%S%z", "2024-06-01T02:04:05+0530"),
    ("%H:%M:%S%zZ", "02:04:05+0530Z"), ("%H:%M:%S %Z", "02:04:05 UTC+05:30"), ("%H:%M:%S+00:30", "02:04:05+00:30"), ("%d QUIZ", "01 QUIZ"),
    ("%HZebra", "02Zebra"), ("%Y-%m-%dT%H:%M:%S+02:00", "2024-06-01T02:04:05+02:00"), ("%s", "1717187645"), ("Z", "Z"), ("Z%H", "Z02"),
  ]

  @Test("A format with a literal mark of UTC writes UTC", arguments: marked) func marksAreHonored(format: String, text: String) throws {
    let date = try DatetimeFormat("%Y-%m-%dT%H:%M:%S%z").parse("2024-06-01T02:04:05+05:30")
    #expect(DatetimeFormat(format, honorsUTCMark: true).format(date) == text)
  }

  @Test("Without being asked a mark is mere text, and naive dates stay as they are") func marksAreTextByDefault() throws {
    let date = try DatetimeFormat("%H:%M%z").parse("02:04+05:30")
    #expect(DatetimeFormat("%H:%MZ").format(date) == "02:04Z")
    #expect(DatetimeFormat("%H:%MZ", honorsUTCMark: true).format(date.withOffset(nil)) == "02:04Z")
    #expect(DatetimeFormat("%H:%MZ", honorsUTCMark: true) != DatetimeFormat("%H:%MZ"))
  }

  @Test("A date that UTC cannot show stays on its own clock") func theEndOfTheCalendarIsWritten() throws {
    let date = try DatetimeFormat("%Y-%m-%dT%H:%M:%S%z").parse("9999-12-31T23:59:59-08:00")
    #expect(DatetimeFormat("%Y-%m-%dT%H:%M:%SZ", honorsUTCMark: true).format(date) == "9999-12-31T23:59:59Z")
  }

  static let unreadable: [(String, String, DateError.Kind)] = [
    ("%Y-%m-%d", "2024-02-30", .value), ("%Y-%m-%d", "2024-02-29T00:00:00", .value), ("%Y-%m-%d", " 2024-02-29", .value),
    ("%Y-%m-%d", "0000-01-01", .value), ("%S", "61", .value), ("%m/%d", "02/29", .value), ("%f", "1234567", .value),
    ("%z", "+24:00", .value), ("%z", "+05:3000", .value), ("%Q", "x", .value), ("%", "", .value), ("%-d", "1", .value),
    ("%V", "10", .value), ("%G-%V", "2024-10", .value), ("%s", "1.5", .value), ("%s", "", .value), ("%s", "1__0", .value),
    ("%s", "253402300800", .value), ("%s", "99999999999999999999", .overflow), ("%s_as_float", "nan", .value),
    ("%s_as_float", "inf", .overflow), ("%ms", "99999999999999999", .overflow), ("%Y-%Y", "2024-2024", .repeatedDirective),
    ("%d.%m.%Y", "٠١.٠٢.٢٠٢٤", .value),
  ]

  @Test(arguments: unreadable)
  func refuses(format: String, text: String, kind: DateError.Kind) {
    #expect { try DatetimeFormat(format).parse(text) } throws: { ($0 as? DateError)?.kind == kind }
    var utf8 = text
    #expect(utf8.withUTF8 { DatetimeFormat(format).date(utf8: $0) } == nil)
  }

  /// A value that is no text: what counts takes numbers, the rest their text.
  @Test func readsOtherValues() throws {
    #expect(try DatetimeFormat("%s").parse(1.9).timestamp == 1)
    #expect(try DatetimeFormat("%s_as_float").parse(-0.5).timestamp == -0.5)
    #expect(try DatetimeFormat("%s").parse(true).timestamp == 1)
    #expect(try DatetimeFormat("%Y%m%d").parse(20_240_229).isoFormat() == "2024-02-29T00:00:00+00:00")
    #expect { try DatetimeFormat("%s").parseNull() } throws: { ($0 as? DateError)?.kind == .type }
    #expect { try DatetimeFormat("%Y").parseNull() } throws: { ($0 as? DateError)?.kind == .value }
  }

  static let written: [(String, String)] = [
    ("%Y-%m-%dT%H:%M:%S.%f%z", "2024-06-01T15:04:05.120034+0530"), ("%Y-%m-%dT%H:%M:%SZ", "2024-06-01T15:04:05Z"),
    ("%Y-%m-%dT%H:%M:%S.%_msZ", "2024-06-01T15:04:05.120Z"), ("%s", "1717234445"), ("%ms", "1717234445120"),
    ("%s_as_float", "1717234445.120034"), ("%epoch_microseconds", "1717234445120034"), ("%-d/%-m %e %k %l", "1/6  1 15  3"),
    ("%A %a %B %b %h %p %P", "Saturday Sat June Jun Jun PM pm"), ("%j %U %W %V %G %g %u %w", "153 21 22 22 2024 24 6 6"),
    ("%c|%x|%X|%D|%F|%T|%R|%r", "Sat Jun  1 15:04:05 2024|06/01/24|15:04:05|06/01/24|2024-06-01|15:04:05|15:04|03:04:05 PM"),
    ("%^a %#p %05d %_5d %-5d %10Y", "SAT pm 00001     1     1 0000002024"), ("%Z %C %y %n%t%%", "UTC+05:30 20 24 \n\t%"),
    ("%Q %E %5Q %Od %Ed %", "%Q %E %5Q 01 %Ed %".replacing("%E %5Q", with: "%E   %5Q")), ("%Y-%m-%d %s", "2024-06-01 1717254245"),
  ]

  @Test(arguments: written)
  func writes(format: String, text: String) throws {
    let date = try DateTime(isoText: "2024-06-01T15:04:05.120034+05:30")
    #expect(DatetimeFormat(format).format(date) == text)
  }

  @Test("A year before 1000 is written without leading zeros") func writesEarlyYearsUnpadded() throws {
    #expect(DatetimeFormat("%Y-%m-%d").format(try DateTime(year: 999, month: 1, day: 2)) == "999-01-02")
  }

  /// The milliseconds replace the six digits wherever they stand.
  @Test func cutsMillisecondsInTheFinishedText() throws {
    let midnight = try DateTime(year: 2024, offset: 0)
    #expect(DatetimeFormat("%Y%m%dT%H%M%S.%_msZ").format(midnight) == "20240101T000.000Z")
  }

  @Test("Epoch seconds and milliseconds before 1970 truncate toward zero") func countsTruncateTowardZero() throws {
    let date = try DateTime(microsecondsSinceEpoch: -1_500_000)
    #expect(DatetimeFormat("%s").format(date) == "-1")
    #expect(DatetimeFormat("%ms").format(date) == "-1500")
  }

  @Test("The plain dialect has no epoch directives and parses naive dates") func plainDialectKnowsNoAdditions() throws {
    let date = try DateTime(year: 2024, month: 6, day: 1)
    #expect(DatetimeFormat("%ms", dialect: .plain).format(date) == "06s")
    #expect(try DatetimeFormat("%Y", dialect: .plain).parse("2024").isAware == false)
    #expect { try DatetimeFormat("%s", dialect: .plain).parse("1") } throws: { ($0 as? DateError)?.kind == .value }
  }
}
