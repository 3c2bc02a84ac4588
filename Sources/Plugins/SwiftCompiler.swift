internal import Document
internal import Glibc

/// The Swift compiler of this machine.
struct SwiftCompiler {
  let path: String

  /// - Throws: when there is none.
  init() throws(PluginError) {
    if let named = FileFacts.variable("HEADWATER_SWIFTC") {
      guard FileFacts.isExecutable(named) else { throw PluginError("HEADWATER_SWIFTC: \(named) is not an executable.") }
      path = named
      return
    }
    let folders = (FileFacts.variable("PATH") ?? "").split(separator: ":")
    guard let found = folders.lazy.map({ "\($0)/swiftc" }).first(where: FileFacts.isExecutable) else {
      throw PluginError(
        "Components in Swift files need the Swift compiler, but `swiftc` is not in PATH. Install Swift from "
          + "https://www.swift.org/install, set HEADWATER_SWIFTC to the compiler, or compile the components in: "
          + "`headwater new connector NAME --swift` creates a package that does.")
    }
    path = found
  }

  /// Changes whenever another compiler is in use.
  func identity() throws(PluginError) -> String {
    let real = FileFacts.realPath(path) ?? path
    // A launcher stays the same while the compiler behind it changes.
    if !real.hasSuffix("/swift-frontend"), !real.hasSuffix("/swiftc"), !real.hasSuffix("/swift-driver") {
      return try run(["--version"]).output
    }
    let frontend = real[..<(real.lastIndex(of: "/") ?? real.startIndex)] + "/swift-frontend"
    return [real, String(frontend)].map { "\($0) \(FileFacts($0)?.identity ?? "")" }.joined(separator: " ")
  }

  /// Compiles a library.
  ///
  /// - Throws: what the compiler says, with its lines.
  func compile(_ sources: [String], module: String, importing folder: String, into library: String) throws(PluginError) {
    let result = try run(
      [
        "-O", "-swift-version", "6", "-parse-as-library", "-emit-library", "-module-name", module, "-I", folder, "-o", library,
      ] + sources)
    guard result.code != 0 else { return }
    throw PluginError("The components do not compile:\n\(Self.excerpt(result.output))")
  }

  /// The first errors with the source lines that the compiler shows.
  private static func excerpt(_ output: String) -> String {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.prefix(120).joined(separator: "\n") + (lines.count > 120 ? "\n..." : "")
  }

  private func run(_ arguments: [String]) throws(PluginError) -> (code: Int32, output: String) {
    let output = "\(FileFacts.variable("TMPDIR") ?? "/tmp")/headwater-swiftc-\(getpid())-\(UInt32.random(in: 0 ... .max)).txt"
    defer { unlink(output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // The threads of this process keep signals back; what is meant for both ends the compiler, too.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    words.append(nil)
    defer { words.forEach { free($0) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, path, &actions, &attributes, words, environ)
    guard failure == 0 else { throw PluginError("Cannot start the compiler \(path): \(String(cString: strerror(failure))).") }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let text = (try? TextFile.bytes(output)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return (status, text)
  }
}
