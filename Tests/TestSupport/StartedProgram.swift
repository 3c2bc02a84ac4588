internal import Foundation
public import Glibc

/// Programs that go on beside a test, and say in their first line that they are ready.
public enum StartedProgram {
  /// Starts a program.
  ///
  /// - Returns: the process, which the caller ends, and the first line of its output.
  public static func start(_ command: [String]) async throws -> (process: pid_t, line: String) {
    try await withCheckedThrowingContinuation { continuation in
      // Reading its first line waits, which the threads of tasks must not.
      Thread {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        Spawning.closeInherited(&actions)
        var words: [UnsafeMutablePointer<CChar>?] = command.map { (word: String) in strdup(word) } + [nil]
        var process = pid_t()
        let code = posix_spawnp(&process, command[0], &actions, nil, &words, environ)
        close(ends[1])
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while code == 0, read(ends[0], &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        close(ends[0])
        if line.isEmpty {
          continuation.resume(throwing: Shell.Failure(description: "\(command.joined(separator: " ")) does not start"))
        } else {
          continuation.resume(returning: (process, String(decoding: line, as: UTF8.self)))
        }
      }.start()
    }
  }
}

enum Spawning {
  private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

  // Swift's view of the C library lacks the function.
  private static let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { unsafeBitCast($0, to: CloseFrom.self) }

  /// Keeps from a program what is open here: who reads the output of another program would wait for this one, too.
  static func closeInherited(_ actions: inout posix_spawn_file_actions_t) { _ = closeFrom?(&actions, 3) }
}
