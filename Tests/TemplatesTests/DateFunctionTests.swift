import Dates
import JSON
import Quirks
import Testing
import Templates

@Suite struct DateFunctionTests {
  private static func rendered(_ template: String) -> String {
    do throws(TemplateError) {
      return try InterpolatedString(template, environment: InterpolationVectors.environment).evaluate(DictionaryContext()).pythonText()
    } catch {
      return error.kind.rawValue
    }
  }

  /// The clock stands at 2026-01-15T00:00:00Z. A type error gives the template itself, marked here by `=`.
  static let table: [(String, String)] = [
    ("now_utc()", "2026-01-15 00:00:00+00:00"), ("today_utc() + duration('PT1H')", "2026-01-15"),
    ("today_utc() - duration('P1M')", "2025-12-15"), ("now_utc() - str_to_datetime('2026-01-01')", "14 days, 0:00:00"),
    ("now_utc() - today_utc()", "="), ("now_utc() < '2022'", "="), ("now_utc() + 1", "="), ("now_utc() == today_utc()", "False"),
    ("timestamp('2022-01-01T00:00:00.5Z')", "1640995200.5"), ("timestamp(-1.9)", "-1"), ("timestamp(true)", "1"),
    ("timestamp('1658505815')", "ValueError"), ("timestamp(none)", "="), ("timestamp([])", "ValueError"), ("timestamp(now_utc())", "="),
    ("timestamp(1e30)", "1000000000000000019884624838656"), ("day_delta(-1, format='%Y-%m-%d')", "2026-01-14"),
    ("day_delta(0.5)", "2026-01-15T12:00:00.000000+0000"), ("day_delta('1')", "="), ("day_delta(10000000)", "OverflowError"),
    ("duration('bad')", "ISO8601Error"), ("duration(none)", "="), ("duration('P1M').total_seconds()", "0.0"),
    ("duration('P1M').totimedelta(now_utc())", "31 days, 0:00:00"), ("duration('P1M') * 1.5", "="),
    ("duration('P1D') / duration('PT1H')", "24.0"), ("duration('P1D') // 7", "3:25:42.857142"),
    ("duration('P1D') / 0", "ZeroDivisionError"),
    ("duration('P1D') - duration('P1M')", "-1 month, 1 day, 0:00:00"), ("-duration('P1D')", "-1 day, 0:00:00"),
    ("duration('-P1D') | abs", "1 day, 0:00:00"), ("[duration('P1Y')]", "[isodate.duration.Duration(0, 0, 0, years=1, months=0)]"),
    ("format_datetime(now_utc(), '%ms')", "01s"), ("format_datetime('2022-01-31T10:11:12+02:00', '%Y-%m-%dT%H%z')", "2022-01-31T08+0000"),
    ("format_datetime('2022-01-31T10:11:12+0200', '%H%z', '%Y-%m-%dT%H:%M:%S%z')", "10+0200"), ("format_datetime(1.5, '%Y')", "="),
    ("format_datetime(1643623872000, '%Y/%m', '%ms')", "2022/01"), ("format_datetime('1', '%Y', '%s')", "ValueError"),
    ("format_datetime(true, '%Y-%m')", "1970-01"), ("format_datetime(none, '%Y')", "="), ("format_datetime(today_utc(), '%Y')", "="),
    ("today_with_timezone('Bad/Zone')", "UnknownTimeZoneError"), ("today_with_timezone('UTC')", "2026-01-15"),
    ("now_utc().isocalendar()", "datetime.IsoCalendarDate(year=2026, week=3, weekday=4)"), ("now_utc().isocalendar()[1]", "3"),
    ("now_utc().replace(year=2020, month=2)", "2020-02-15 00:00:00+00:00"), ("now_utc().replace(month=13)", "ValueError"),
    ("now_utc().replace(day='x')", "="), ("now_utc().replace(tzinfo=none)", "2026-01-15 00:00:00"),
    ("now_utc().isoformat(' ', 'minutes')", "2026-01-15 00:00+00:00"), ("now_utc().isoformat(timespec='bad')", "ValueError"),
    ("now_utc().strptime('31/01/24', '%d/%m/%y')", "2024-01-31 00:00:00"), ("now_utc().fromtimestamp(5)", "1970-01-01 00:00:05"),
    ("now_utc().tzinfo", "UTC"), ("now_utc().utcoffset()", "0:00:00"), ("now_utc().date().weekday()", "3"),
    ("now_utc().ctime()", "Thu Jan 15 00:00:00 2026"), ("now_utc().nope", ""), ("now_utc('x')", "="), ("day_delta()", "="),
  ]

  @Test(arguments: table)
  func renders(expression: String, expected: String) {
    let template = "{{ \(expression) }}"
    #expect(Self.rendered(template) == (expected == "=" ? template : expected))
  }

  /// Each in compat mode and otherwise.
  static let marked: [(String, String, String)] = [
    (
      "format_datetime('2024-06-01T02:04:05+05:30', '%H:%MZ', '%Y-%m-%dT%H:%M:%S%z')", "02:04Z", "20:34Z"
    ),
    ("format_datetime('2024-06-01T02:04:05+05:30', '%H:%M', '%Y-%m-%dT%H:%M:%S%z')", "02:04", "02:04"),
    ("now_utc().strptime('02:04+0530', '%H:%M%z').strftime('%H:%M UTC')", "02:04 UTC", "20:34 UTC"),
    ("'{:%H:%MZ}'.format(now_utc().strptime('02:04+0530', '%H:%M%z'))", "02:04Z", "20:34Z"),
    ("format_datetime(now_utc().strptime('02:04+0530', '%H:%M%z'), '%H:%M+00:00')", "02:04+00:00", "20:34+00:00"),
    ("format_datetime(now_utc().strptime('02:04', '%H:%M'), '%H:%MZ')", "02:04Z", "02:04Z"),
  ]

  @Test("Formats with a literal mark of UTC write UTC but in compat mode", arguments: marked)
  func formatsHonorMarks(expression: String, compat: String, usual: String) throws {
    for (isCompatible, expected) in [(true, compat), (false, usual)] {
      let environment = TemplateEnvironment(
        host: InterpolationVectors.host, options: TemplateOptions(quirks: isCompatible ? .reference : .none))
      let text = try InterpolatedString("{{ \(expression) }}", environment: environment).evaluate(DictionaryContext()).pythonText()
      #expect(text == expected)
    }
  }
}
