import Testing

@testable import Dates

@Suite struct TimeZoneTests {
  static let offsets: [(String, Int, Int)] = [
    ("Europe/Paris", -2_500_000_000, 561), ("Europe/Paris", 1_700_000_000, 3600), ("Europe/Paris", 1_720_000_000, 7200),
    ("Europe/Paris", 7_000_000_000, 7200), ("America/New_York", 1_700_000_000, -18_000), ("america/new_york", 2_500_000_000, -14_400),
    ("Asia/Kolkata", -2_500_000_000, 19_270), ("Asia/Kolkata", 4_100_000_000, 19_800), ("Pacific/Kiritimati", 0, -38_400),
    ("Pacific/Kiritimati", 1_700_000_000, 50_400), ("Australia/Lord_Howe", 1_720_000_000, 37_800),
    ("Australia/Lord_Howe", 4_100_000_000, 39_600), ("UTC", 0, 0), ("utc", 5, 0),
  ]

  @Test(arguments: offsets)
  func knowsOffsets(name: String, instant: Int, offset: Int) throws {
    #expect(try DateTimeZone(named: name).secondsFromUTC(at: instant) == offset)
  }

  @Test(arguments: ["Bad/Zone", "", "../etc/passwd", "/etc/passwd", "Europe", "posix/Europe/Paris", "Europe//Paris", "tzdata.zi"])
  func refusesNames(name: String) { #expect(throws: DateTimeZone.UnknownZone.self) { try DateTimeZone(named: name) } }

  static let rules: [(String, Int, Int)] = [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_711_846_799, 3600), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_711_846_800, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_729_990_800, 3600), ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_704_067_200, 39_600),
    ("<-03>3", 0, -10_800), ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_720_000_000, -3600), ("EST5EDT,60/2,300/2", 1_720_000_000, -14_400),
    ("XXX0YYY,J60,J300", 1_709_251_200, 0),
  ]

  @Test(arguments: rules)
  func followsRules(rule: String, instant: Int, offset: Int) throws {
    let footer = try #require(TimeZoneFooter(rule))
    #expect(footer.offset(at: instant) == offset)
  }

  @Test(arguments: ["", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "<+1", "CET-1CEST,M3.5.0"])
  func refusesRules(rule: String) { #expect(TimeZoneFooter(rule) == nil) }

  @Test func refusesBrokenFiles() {
    #expect(TimeZoneRules(file: []) == nil)
    #expect(TimeZoneRules(file: Array("TZif2".utf8) + [UInt8](repeating: 255, count: 60)) == nil)
  }
}
