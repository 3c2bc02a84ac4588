package import Foundation

/// The command as it was built beside the tests, with settings and a cache of its own.
package struct BuiltCommand {
  package struct Result {
    package var code: Int32
    package var output: String
    package var complaints: String
  }

  package static var path: String? { BuiltProgram.headwater }

  package static let compilerIsHere = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/swiftc")
  }

  /// Whether components can be compiled and loaded here.
  package static var canLoad: Bool { path != nil && compilerIsHere }

  private let temporary: TemporaryDirectory

  package init() throws { temporary = try TemporaryDirectory() }

  /// - Parameter folder: where the command runs; whoever has made it removes it.
  package init(folder: TemporaryDirectory) throws { temporary = folder }

  /// The folder in which the command runs.
  package var folder: URL { temporary.url }

  package func remove() { temporary.remove() }

  package func write(_ text: String, to name: String) throws { try temporary.write(text, to: name) }

  /// How many libraries are kept.
  package var compiledCount: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/.cache/headwater/components").count) ?? 0
  }

  package func run(_ arguments: String..., environment more: [String: String] = [:]) async throws -> Result {
    try await run(arguments, environment: more)
  }

  /// Runs the command without holding up the threads that answer its requests.
  ///
  /// - Parameter program: what is run instead of the command.
  package func run(_ arguments: [String], environment more: [String: String] = [:], program: String? = nil) async throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program ?? Self.path ?? "")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let own = ["XDG_CACHE_HOME": folder.path + "/.cache", "XDG_CONFIG_HOME": folder.path + "/.config"]
    process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }.merging(more) { $1 }
    let files = ["out", "err"].map { folder.appendingPathComponent(".\($0)-\(UUID().uuidString)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.standardInput = FileHandle.nullDevice
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        done.resume(throwing: error)
      }
    }
    return Result(
      code: process.terminationStatus, output: try String(contentsOf: files[0], encoding: .utf8),
      complaints: try String(contentsOf: files[1], encoding: .utf8))
  }
}
