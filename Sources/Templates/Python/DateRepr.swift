import Dates

/// How dates look inside lists and dictionaries.
enum DateRepr {
  static func text(of datetime: DateTime) -> String {
    var parts = [datetime.year, datetime.month, datetime.day, datetime.hour, datetime.minute]
    if datetime.second != 0 || datetime.microsecond != 0 { parts.append(datetime.second) }
    if datetime.microsecond != 0 { parts.append(datetime.microsecond) }
    var text = "datetime.datetime(" + parts.map(String.init).joined(separator: ", ")
    if let offset = datetime.offset {
      if offset == 0 {
        text += ", tzinfo=datetime.timezone.utc"
      } else if let delta = try? TimeDelta(microseconds: offset) {
        text += ", tzinfo=datetime.timezone(\(self.text(of: delta)))"
      }
    }
    return text + ")"
  }

  static func text(of delta: TimeDelta) -> String {
    var parts: [String] = []
    if delta.days != 0 { parts.append("days=\(delta.days)") }
    if delta.seconds != 0 { parts.append("seconds=\(delta.seconds)") }
    if delta.microseconds != 0 { parts.append("microseconds=\(delta.microseconds)") }
    return "datetime.timedelta(" + (parts.isEmpty ? "0" : parts.joined(separator: ", ")) + ")"
  }

  static func text(of duration: CalendarDuration) -> String {
    "isodate.duration.Duration(\(duration.delta.days), \(duration.delta.seconds), \(duration.delta.microseconds), "
      + "years=\(duration.years), months=\(duration.months))"
  }
}
