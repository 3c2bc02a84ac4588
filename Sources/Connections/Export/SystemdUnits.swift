/// A service and a timer for systemd.
struct SystemdUnits {
  private let export: ScheduleExport

  init(_ export: ScheduleExport) { self.export = export }

  func files(_ unit: ScheduleExport.Unit) -> [ScheduleExport.File] {
    let words = export.words(unit, command: export.command, file: export.file)
    let directory = export.file.split(separator: "/").dropLast().joined(separator: "/")
    let service = """
      [Unit]
      Description=Headwater: \(Self.escaped(unit.title))
      Wants=network-online.target
      After=network-online.target

      [Service]
      Type=oneshot
      WorkingDirectory=/\(Self.escaped(directory))
      # Secrets that the connections file refers to, as NAME=value lines.
      EnvironmentFile=-/etc/headwater/environment
      ExecStart=\(words.map(Self.word).joined(separator: " "))

      """
    let timer = """
      [Unit]
      Description=Headwater: \(Self.escaped(unit.title)), on schedule

      [Timer]
      \(Self.calendars(unit.schedule).map { "OnCalendar=\($0)" }.joined(separator: "\n"))
      Persistent=true

      [Install]
      WantedBy=timers.target

      """
    let name = "headwater-\(unit.id)"
    return [ScheduleExport.File(name: "\(name).service", text: service), ScheduleExport.File(name: "\(name).timer", text: timer)]
  }

  /// A percent sign begins a specifier.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }

  private static func word(_ word: String) -> String {
    let dollars = escaped(word).split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
    guard dollars.contains(where: { $0 == " " || $0 == "\"" || $0 == "'" || $0 == "\\" || $0 == ";" }) else { return dollars }
    return "\"" + dollars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  // MARK: Calendars

  /// A schedule as calendar events. Cron runs when the day of the month or the day of the week fits, if both are given.
  static func calendars(_ schedule: CronSchedule) -> [String] {
    let time = "\(field(schedule.hour, first: 0)):\(field(schedule.minute, first: 0)):00"
    let month = field(schedule.month, first: 1)
    let ofMonth = "*-\(month)-\(field(schedule.day, first: 1)) \(time)"
    if schedule.weekday == "*" { return [ofMonth] }
    let ofWeek = "\(weekdays(schedule.weekday)) *-\(month)-* \(time)"
    return schedule.day == "*" ? [ofWeek] : [ofMonth, ofWeek]
  }

  private static func field(_ text: String, first: Int) -> String {
    text.split(separator: ",").map { part in
      let pieces = part.split(separator: "/").map(String.init)
      let base = pieces[0].split(separator: "-").joined(separator: "..")
      guard pieces.count == 2 else { return base }
      return "\(base == "*" ? String(first) : base)/\(pieces[1])"
    }.joined(separator: ",")
  }

  private static func weekdays(_ text: String) -> String {
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    var days: [Int] = []
    for part in text.split(separator: ",") {
      let pieces = part.split(separator: "/")
      let step = pieces.count == 2 ? Int(pieces[1]) ?? 1 : 1
      let bounds = pieces[0] == "*" ? [0, 6] : pieces[0].split(separator: "-").compactMap { Int($0) }
      let last = bounds.count == 2 ? bounds[1] : pieces.count == 2 ? 6 : bounds[0]
      days += stride(from: bounds[0], through: last, by: step)
    }
    var seen: Set<String> = []
    return days.map { names[$0] }.filter { seen.insert($0).inserted }.joined(separator: ",")
  }
}
