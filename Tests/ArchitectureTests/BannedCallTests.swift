import Foundation
import Testing

@Suite struct BannedCallTests {
  struct Ban: Sendable {
    var call: String
    var reason: String
    /// Files that may, and why.
    var exceptions: [String: String] = [:]
  }

  static let bans: [Ban] = [
    Ban(call: "print(", reason: "standard output belongs to the protocol"),
    Ban(call: "try!", reason: "errors are reported, not crashed on"),
    Ban(
      call: "fatalError(", reason: "errors are reported, not crashed on",
      exceptions: ["Sources/JSON/Scanning/JSONBuffer.swift": "memory that the system refuses cannot be reported either"]),
    Ban(call: "Task.detached", reason: "a task that nobody owns outlives its run"),
    Ban(call: "Date()", reason: "the time comes from the run's clock"),
    Ban(
      call: "exit(", reason: "only a command ends the process",
      exceptions: [
        "Sources/Generate/Generate.swift": "it is a command", "Sources/Fuzz/Fuzz.swift": "it is a command",
        "Sources/Fuzz/FuzzWorker.swift": "it ends with the input that broke a promise",
        "Sources/CommandLineTool/HeadwaterCommand.swift": "it is a command",
      ]),
    Ban(
      call: "dlopen(", reason: "code joins the process in one place, where the user's say is asked",
      exceptions: [
        "Sources/Plugins/PluginLibrary.swift": "it is that place",
        "Sources/SQLiteDestination/SQLiteLibrary.swift": "a system library that most commands do not need",
        "Sources/PostgresDestination/PostgresLibrary.swift": "a system library that most commands do not need",
      ]),
    Ban(
      call: "posix_spawn(", reason: "programs are started in few places",
      exceptions: [
        "Sources/Plugins/SwiftCompiler.swift": "it is the compiler",
        "Sources/Subprocesses/ChildProcess.swift": "it starts the sources and destinations that the user names",
        "Sources/Fuzz/FuzzSupervisor.swift": "it restarts what an input ended",
      ]),
    Ban(call: "abort(", reason: "errors are reported, not crashed on"),
  ]

  /// The demo's server is a program of its own.
  static let otherPrograms: Set<String> = ["ShopAPI"]

  @Test(arguments: bans) func callIsNotMade(_ ban: Ban) {
    for file in SourceTree.files(below: "Sources") where ban.exceptions[file.path] == nil && !Self.otherPrograms.contains(file.module) {
      for line in file.code where Self.calls(ban.call, in: line.text) {
        Issue.record("\(file.path):\(line.number) uses `\(ban.call)`: \(ban.reason)")
      }
    }
  }

  @Test func exceptionsAreNeeded() {
    let files = SourceTree.files(below: "Sources")
    for ban in Self.bans {
      for path in ban.exceptions.keys {
        let isUsed = files.first { $0.path == path }?.code.contains { Self.calls(ban.call, in: $0.text) }
        #expect(isUsed == true, "\(path) needs no exception for `\(ban.call)`")
      }
    }
  }

  /// Whether a line makes the call itself: not a member of that name, not a longer name, not a declaration.
  private static func calls(_ call: String, in line: String) -> Bool {
    var rest = Substring(line)
    while let range = rest.range(of: call) {
      let before = rest[..<range.lowerBound]
      let isOther = before.last.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
      if !isOther, !before.hasSuffix("func ") { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}
