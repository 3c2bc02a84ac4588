/// The dates of HTTP headers, in all three forms that RFC 9110 (section 5.6.7) has for them.
public enum HTTPDate {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// Microseconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`; nil for
  /// other texts.
  ///
  /// - Parameters:
  ///   - text: a date as HTTP writes it.
  ///   - now: microseconds since 1970; a year of two digits is the nearest one that is not more than 50 years ahead.
  public static func microseconds(_ text: String, now: Int) -> Int? {
    var words = text.split { $0 == " " || $0 == "\t" || $0 == "-" || $0 == "," }
    // The name of the day says nothing that the date does not.
    guard let weekday = words.first, weekday.allSatisfy(\.isLetter), words.count >= 5 else { return nil }
    words.removeFirst()
    let isAsctime = words[0].first?.isLetter ?? false
    let (dayText, monthText, timeText, yearText) =
      isAsctime ? (words[1], words[0], words[2], words[3]) : (words[0], words[1], words[3], words[2])
    guard isAsctime ? words.count == 4 : words.count == 5 && ["gmt", "utc", "ut", "z", "+0000", "0000"].contains(words[4].lowercased()),
      let month = months.firstIndex(of: monthText.lowercased()).map({ $0 + 1 }), let day = number(dayText, digits: 1...2),
      let time = seconds(timeText), var year = number(yearText, digits: 2...4), yearText.utf8.count != 3
    else { return nil }
    if yearText.utf8.count == 2 {
      let present = 1970 + now / 31_556_952_000_000
      year += present - present % 100
      if year > present + 50 { year -= 100 }
    }
    guard (1...length(of: month, year)).contains(day) else { return nil }
    return (days(year, month, day) * 86_400 + time) * 1_000_000
  }

  private static func seconds(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2...2) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2], hour < 24, minute < 60, second <= 60 else {
      return nil
    }
    return hour * 3600 + minute * 60 + second
  }

  private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  private static func length(of month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970 in the Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
