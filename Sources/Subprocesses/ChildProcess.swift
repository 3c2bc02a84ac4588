internal import ConnectorKit
internal import Glibc
internal import Synchronization

/// A program that was started, with its standard input and output.
///
/// It ends when its input is closed, or is told to end when nobody holds it any more. What it writes to standard error is kept for messages.
package final class ChildProcess: Sendable {
  /// How a program ended.
  package enum Exit: Sendable, Equatable {
    case code(Int32)
    case signal(Int32)

    package var isSuccess: Bool { self == .code(0) }

    /// For messages, such as `exit code 1`.
    package var text: String {
      switch self {
      case .code(let code): "exit code \(code)"
      case .signal(let number): "signal \(number)"
      }
    }
  }

  private struct State {
    var input: Int32
    var exit: Exit?
    var lastErrors: [String] = []
  }

  private static let keptErrorLines = 20
  package let command: String
  private let process: pid_t
  private let output: Int32
  private let state: Mutex<State>
  private let errors: Int32

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: the program and its first arguments, as a shell understands them.
  ///   - arguments: further arguments, taken as they are.
  /// - Throws: `SyncError` when it cannot be started.
  package init(_ command: String, _ arguments: [String]) throws {
    self.command = command
    // `exec` would take an assignment before the program for the program.
    let words = ["/bin/sh", "-c", "\(command) \"$@\"", "sh"] + arguments
    let started = try Self.start(words, command)
    (process, output, errors) = (started.process, started.output, started.errors)
    state = Mutex(State(input: started.input))
    Threads.start { [weak self, errors] in Self.collect(errors) { self?.keep($0) } }
  }

  deinit {
    closeInput()
    close(output)
    if state.withLock({ $0.exit == nil }) {
      kill(-process, SIGTERM)
      // Somebody has to take note of its end.
      let process = process
      Threads.start {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
      }
    }
  }

  private static func start(_ words: [String], _ command: String) throws -> (process: pid_t, input: Int32, output: Int32, errors: Int32) {
    let pipes = try (0..<3).map { _ in try makePipe(command) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pipes[0].read, 0)
    posix_spawn_file_actions_adddup2(&actions, pipes[1].write, 1)
    posix_spawn_file_actions_adddup2(&actions, pipes[2].write, 2)
    // Whatever else is open here, such as connections, is not for the program.
    LibraryCalls.closeFrom?(&actions, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own: who interrupts this program does not interrupt that one, which is to be ended in order.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var process = pid_t()
    let code = posix_spawn(&process, words[0], &actions, &attributes, &pointers, environ)
    for descriptor in [pipes[0].read, pipes[1].write, pipes[2].write] { close(descriptor) }
    guard code == 0 else {
      for descriptor in [pipes[0].write, pipes[1].read, pipes[2].read] { close(descriptor) }
      throw SyncError(.config, "Cannot start `\(command)`: \(String(cString: strerror(code))).")
    }
    return (process, pipes[0].write, pipes[1].read, pipes[2].read)
  }

  private static func makePipe(_ command: String) throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    // Another program that is started at the same moment must not keep an end open: the reader would wait for it for ever.
    guard LibraryCalls.pipe(&ends, O_CLOEXEC) == 0 else {
      throw SyncError(.system, "Cannot start `\(command)`: \(String(cString: strerror(errno))).")
    }
    return (ends[0], ends[1])
  }

  // MARK: Input

  /// Writes bytes; waits while the program does not read them.
  ///
  /// - Returns: false when the program does not read any more.
  package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let input = state.withLock(\.input)
    guard input >= 0 else { return false }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(input, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
    }
    return true
  }

  /// Tells the program that nothing more comes.
  package func closeInput() {
    let input = state.withLock { state in
      defer { state.input = -1 }
      return state.input
    }
    if input >= 0 { close(input) }
  }

  // MARK: Output

  /// Reads what the program has written.
  ///
  /// - Returns: at most so many bytes; none when it writes nothing more.
  package func read(atMost count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      var got = Glibc.read(output, buffer.baseAddress, count)
      while got < 0, errno == EINTR { got = Glibc.read(output, buffer.baseAddress, count) }
      used = max(0, got)
    }
  }

  /// The last lines that the program has written to standard error.
  package var lastErrors: [String] { state.withLock(\.lastErrors) }

  private func keep(_ line: String) {
    state.withLock { state in
      state.lastErrors.append(line)
      if state.lastErrors.count > Self.keptErrorLines { state.lastErrors.removeFirst() }
    }
  }

  private static func collect(_ errors: Int32, _ keep: (String) -> Void) {
    defer { close(errors) }
    var rest: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = Glibc.read(errors, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      rest += piece[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        keep(String(decoding: rest[..<end].prefix(2000), as: UTF8.self))
        rest.removeFirst(end + 1)
      }
      if rest.count > 1 << 16 { rest = [] }
    }
    if !rest.isEmpty { keep(String(decoding: rest.prefix(2000), as: UTF8.self)) }
  }

  // MARK: Its end

  /// Asks the program to end.
  package func terminate() { if state.withLock({ $0.exit == nil }) { kill(-process, SIGTERM) } }

  /// Waits for the program's end.
  package func wait() -> Exit {
    if let exit = state.withLock(\.exit) { return exit }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    let exit = signal == 0 ? Exit.code(status >> 8 & 0xff) : Exit.signal(signal)
    state.withLock { $0.exit = exit }
    return exit
  }

  /// Why the program failed, for a message: what it said last on standard error.
  package func reason(_ exit: Exit) -> String {
    // What it wrote may still be on its way.
    usleep(20_000)
    let last = lastErrors.last { !$0.allSatisfy(\.isWhitespace) }
    return last.map { "\(exit.text): \($0)" } ?? exit.text
  }
}

/// Functions of the C library that Swift's view of it lacks.
private enum LibraryCalls {
  typealias Pipe = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
  typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

  /// `pipe2`; the ends of one without it are marked a moment later.
  static let pipe: Pipe =
    dlsym(nil, "pipe2").map { unsafeBitCast($0, to: Pipe.self) }
    ?? { ends, _ in
      let code = Glibc.pipe(ends)
      for end in [ends[0], ends[1]] where code == 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return code
    }

  /// `posix_spawn_file_actions_addclosefrom_np`; nil where there is none.
  static let closeFrom: (@Sendable (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Void)? =
    dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { symbol in
      let function = unsafeBitCast(symbol, to: CloseFrom.self)
      return { actions, first in _ = function(actions, first) }
    }
}
