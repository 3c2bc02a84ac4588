internal import ConnectorKit
package import Document
internal import JSON

/// A connections file as it is written, with its includes and the overlay of its environment.
package struct ConnectionsFile: Sendable {
  /// Settings of a source or destination, as written: their references are followed when they are used.
  package struct Settings: Sendable {
    /// A mapping; null where there are none.
    let node: Node
    /// The file that the settings are in, where they are in one of their own.
    let path: String?

    static let none = Settings(node: Node(.null), path: nil)
  }

  package struct Source: Sendable {
    package enum Kind: Sendable, Equatable {
      /// The path of a manifest.
      case manifest(String)
      case program(SourceProgram)
      /// A connector that an Airbyte server has, by name or ID.
      case definition(String)
    }

    package let name: String
    package let location: SourceLocation?
    package let kind: Kind
    /// What the file says of the kind: a path or a command as it is written.
    package let written: String
    package let settings: Settings
  }

  package struct Destination: Sendable {
    package enum Kind: Sendable {
      /// The text that names it may hold references.
      case place(DestinationKind, Node)
      case definition(String)
    }

    package let name: String
    package let location: SourceLocation?
    package let kind: Kind
    package let settings: Settings
    package let schema: String?
    /// The file for states of a destination that is a program.
    package let statePath: String
    /// The directory that paths start from.
    let directory: String
  }

  /// How streams are synced whose names match a pattern.
  package struct StreamRule: Sendable {
    package let pattern: StreamPattern
    package let location: SourceLocation?
    package var choice: StreamChoice
  }

  package struct Connection: Sendable {
    package let name: String
    package let location: SourceLocation?
    package let source: String
    package let destination: String
    /// Nil for all streams.
    package let streams: [StreamRule]?
    package let mode: StreamChoice.Mode?
    package let prefix: String
    package let schema: String?
    package let tags: [String]
    package let schedule: CronSchedule?

    /// The rule for a stream: that of its name, or the first one whose pattern fits; nil when the stream is not chosen.
    package func rule(for stream: String) -> StreamChoice? {
      guard let streams else { return StreamChoice(mode: mode) }
      let fitting = streams.filter { $0.pattern.matches(stream) }
      guard let rule = fitting.first(where: { !$0.pattern.isPattern }) ?? fitting.first else { return nil }
      var choice = rule.choice
      choice.mode = choice.mode ?? mode
      return choice
    }
  }

  /// The address of an element, or of a stream of a connection.
  package enum Address: Sendable, Hashable {
    case source(String)
    case destination(String)
    case connection(String)
    case stream(String, connection: String)

    var text: String {
      switch self {
      case .source(let name): "sources.\(name)"
      case .destination(let name): "destinations.\(name)"
      case .connection(let name): "connections.\(name)"
      case .stream(let name, let connection): "connections.\(connection).streams.\(name)"
      }
    }
  }

  /// Something that got another name.
  package struct Move: Sendable {
    package let from: Address
    package let to: Address
    package let location: SourceLocation?

    var text: String { "\(from.text) → \(to.text)" }
  }

  /// Where the connections run that are not run here.
  package struct AirbyteTarget: Sendable {
    /// The fields of `target`, with references.
    package let node: Node
    package let location: SourceLocation?
  }

  package var path: String
  package var project = "default"
  package var target: AirbyteTarget?
  package var sources: [Source] = []
  package var destinations: [Destination] = []
  package var connections: [Connection] = []
  package var moves: [Move] = []

  package func source(_ name: String) -> Source? { sources.first { $0.name == name } }
  package func destination(_ name: String) -> Destination? { destinations.first { $0.name == name } }
  package func connection(_ name: String) -> Connection? { connections.first { $0.name == name } }
}

/// The kinds of destinations.
package enum DestinationKind: String, Sendable, CaseIterable { case sqlite, postgres, jsonl, csv, airbyte, singer }

/// A stream's name, or a pattern with `*` for any text and `?` for one character.
package struct StreamPattern: Sendable, Hashable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package var isPattern: Bool { text.contains { $0 == "*" || $0 == "?" } }

  package func matches(_ name: String) -> Bool {
    guard isPattern else { return name == text }
    return Self.matches(Array(name)[...], Array(text)[...])
  }

  private static func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    var (name, pattern) = (name, pattern)
    // Where the last star is, and what of the name it was taken to stand for so far.
    var star: (pattern: ArraySlice<Character>, name: ArraySlice<Character>)?
    while let next = name.first {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        star = (pattern, name)
      } else if pattern.first == next || pattern.first == "?" {
        (name, pattern) = (name.dropFirst(), pattern.dropFirst())
      } else if let last = star {
        star = (last.pattern, last.name.dropFirst())
        (pattern, name) = (last.pattern, last.name.dropFirst())
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == "*" }
  }
}

/// When a connection runs, as the five fields of cron.
package struct CronSchedule: Sendable, Equatable {
  package let minute: String
  package let hour: String
  package let day: String
  package let month: String
  package let weekday: String

  private static let ranges = [0...59, 0...23, 1...31, 1...12, 0...7]

  /// - Returns: nil when the text is no such schedule.
  package init?(_ text: String) {
    let fields = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard fields.count == 5, zip(fields, Self.ranges).allSatisfy(Self.isField) else { return nil }
    (minute, hour, day, month, weekday) = (fields[0], fields[1], fields[2], fields[3], fields[4])
  }

  package var text: String { "\(minute) \(hour) \(day) \(month) \(weekday)" }

  /// The same for Airbyte, as the six fields of Quartz, which wants a question mark for one of the two kinds of days.
  package var quartz: String {
    if weekday == "*" { return "0 \(minute) \(hour) \(day) \(month) ?" }
    // Quartz counts Sunday as 1.
    let days = weekday.map { $0.isNumber ? String((Int(String($0)) ?? 0) % 7 + 1) : String($0) }.joined()
    return "0 \(minute) \(hour) ? \(month) \(days)"
  }

  /// - Returns: nil for a schedule of Quartz that cron cannot express.
  init?(quartz text: String) {
    let fields = text.split(separator: " ").map(String.init)
    guard fields.count >= 6, fields[0] == "0" else { return nil }
    // Quartz counts Sunday as 1.
    let days = fields[5].map { $0.isNumber ? String((Int(String($0)) ?? 1) - 1) : String($0) }.joined()
    self.init([fields[1], fields[2], fields[3] == "?" ? "*" : fields[3], fields[4], fields[5] == "?" ? "*" : days].joined(separator: " "))
  }

  private static func isField(_ text: String, _ range: ClosedRange<Int>) -> Bool {
    text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
      let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
      guard pieces.count <= 2, pieces.count == 1 || (Int(pieces[1]) ?? 0) > 0 else { return false }
      if pieces[0] == "*" { return true }
      let bounds = pieces[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard bounds.count <= 2, bounds.allSatisfy({ $0.map(range.contains) == true }) else { return false }
      return bounds.count == 1 || (bounds[0] ?? 0) <= (bounds[1] ?? 0)
    }
  }
}
