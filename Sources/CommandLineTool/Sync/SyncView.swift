internal import ConnectorKit
internal import Destinations
internal import Glibc
internal import Headwater
internal import Sync
internal import Synchronization

/// What a person sees of a sync on standard error while it runs: on a terminal a line for each stream that changes in place, elsewhere log
/// lines.
final class SyncView: Sendable {
  private struct State {
    var streams: [StreamID] = []
    /// The lines of the view that are on the screen.
    var drawn = 0
    var rates: [StreamID: (records: Int, time: Double)] = [:]
    var isClosed = false
  }

  private let meter: SyncMeter
  private let clock: any RunClock
  private let isLive: Bool
  private let takesColors: Bool
  private let began: Double
  private let state = Mutex(State())

  /// - Parameter isLive: whether lines may change in place.
  init(_ meter: SyncMeter, clock: any RunClock, isLive: Bool, takesColors: Bool) {
    self.meter = meter
    self.clock = clock
    self.isLive = isLive
    self.takesColors = takesColors
    began = clock.monotonicSeconds()
  }

  /// Whether standard error is a terminal that can move its cursor.
  static var canBeLive: Bool {
    guard isatty(STDERR_FILENO) == 1 else { return false }
    return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
  }

  /// Whether colors are wanted, by the convention of the variable `NO_COLOR`.
  static var wantsColors: Bool { getenv("NO_COLOR").map { $0.pointee == 0 } ?? true }

  /// Shows streams from now on.
  func show(_ streams: [StreamID]) { state.withLock { $0.streams = streams } }

  /// Draws the view anew, again and again, until the task is cancelled.
  func run() async {
    guard isLive else { return }
    while !Task.isCancelled {
      draw()
      try? await clock.sleep(seconds: 0.2)
    }
  }

  /// Puts out a message, above the view where there is one.
  func write(_ level: LogLevel, _ text: String) {
    let word = level.rawValue.lowercased()
    let color = level >= .error ? "31" : level == .warning ? "33" : "2"
    let line = "\(Self.timeOfDay(clock.now()))  \(colored(word, color))  \(text)\n"
    state.withLock { state in
      put(erasure(&state) + line + (state.isClosed || !isLive ? "" : frame(&state)))
    }
  }

  /// Takes the view off the screen.
  func close() {
    state.withLock { state in
      put(erasure(&state))
      state.isClosed = true
    }
  }

  private func draw() {
    state.withLock { state in
      guard !state.isClosed else { return }
      put(erasure(&state) + frame(&state))
    }
  }

  private func erasure(_ state: inout State) -> String {
    defer { state.drawn = 0 }
    return state.drawn == 0 ? "" : "\u{1b}[\(state.drawn)A\u{1b}[J"
  }

  private func put(_ text: String) {
    if !text.isEmpty { Terminal.writeError(text) }
  }

  // MARK: The lines

  private func frame(_ state: inout State) -> String {
    var window = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0 && window.ws_col > 0
    let (width, height) = isKnown ? (Int(window.ws_col), Int(window.ws_row)) : (100, 24)
    var rows: [(id: StreamID, counts: SyncMeter.Counts)] = state.streams.map { ($0, meter.counts(of: $0) ?? SyncMeter.Counts()) }
    let all = rows
    if rows.count > height - 3 {
      // What is being read comes first.
      rows = Array((rows.filter { $0.counts.phase == .reading } + rows.filter { $0.counts.phase != .reading }).prefix(max(1, height - 3)))
    }
    var lines = rows.map { line($0.id, $0.counts, &state) }
    let done = all.count { $0.counts.phase == .complete || $0.counts.phase == .incomplete }
    let records = all.reduce(0) { $0 + $1.counts.records }
    lines.append(
      "\(done) of \(all.count) streams, \(SyncTable.number(records)) records, \(SyncTable.duration(clock.monotonicSeconds() - began))")
    state.drawn = lines.count
    return lines.map { Self.cut($0, to: width - 1) + "\n" }.joined()
  }

  private func line(_ id: StreamID, _ counts: SyncMeter.Counts, _ state: inout State) -> String {
    let time = clock.monotonicSeconds()
    let (mark, color) =
      switch counts.phase {
      case .waiting: ("·", "2")
      case .reading: ("▸", "36")
      case .complete: ("✓", "32")
      case .incomplete: ("✗", "31")
      }
    var line = "\(colored(mark, color)) \(id)"
    guard counts.phase != .waiting else { return line }
    line += "  \(SyncTable.number(counts.records)) records, \(SyncTable.size(counts.bytes)), \(SyncTable.number(counts.requests)) requests"
    if let error = counts.error, counts.phase == .incomplete { return line + ": \(error)" }
    guard counts.phase == .reading else { return line }
    let start = state.rates[id] ?? (0, time)
    state.rates[id] = start
    if time - start.time > 0.5 { line += ", \(SyncTable.number(Int(Double(counts.records - start.records) / (time - start.time))))/s" }
    if let until = counts.waitsUntil, until > clock.now() {
      line += ", waiting for the rate limit until \(Self.timeOfDay(until))"
    } else if let slice = counts.slice, !slice.isEmpty {
      line += ", \(Self.text(of: slice))"
    }
    return line
  }

  private static func text(of slice: StreamSlice) -> String {
    slice.merged.map { key, value in "\(key) \(value.stringValue ?? "\(value.integerValue.map(String.init) ?? "…")")" }.joined(
      separator: ", ")
  }

  private func colored(_ text: String, _ color: String) -> String { takesColors ? "\u{1b}[\(color)m\(text)\u{1b}[0m" : text }

  /// Cuts a line to so many columns; sequences for colors take none.
  private static func cut(_ line: String, to width: Int) -> String {
    var result = ""
    var columns = 0
    var isSequence = false
    for character in line {
      if character == "\u{1b}" { isSequence = true }
      if !isSequence { columns += 1 }
      if columns > width { return result + "…" }
      result.append(character)
      if isSequence, character.isLetter { isSequence = false }
    }
    return result
  }

  /// The local time of day.
  static func timeOfDay(_ microseconds: Int) -> String {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
