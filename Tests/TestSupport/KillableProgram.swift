internal import Foundation
internal import Glibc

/// A program that may be killed while it runs.
public enum KillableProgram {
  /// Runs a program. Its output goes nowhere.
  ///
  /// - Parameters:
  ///   - words: the program's path and its arguments.
  ///   - directory: where it runs; nil for here.
  ///   - delay: after so many seconds it is killed; nil to let it come to its end.
  /// - Returns: the exit code, -1 for a program that was killed, and how long it took in seconds.
  public static func run(_ words: [String], in directory: String? = nil, killedAfter delay: Double?) async throws -> (
    code: Int32, seconds: Double
  ) {
    let began = ContinuousClock.now
    var process = pid_t()
    let command = directory.map { ["/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", $0] + words } ?? words
    var pointers: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in [1, 2] { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0) }
    Spawning.closeInherited(&actions)
    guard posix_spawn(&process, command[0], &actions, nil, &pointers, environ) == 0 else {
      throw Shell.Failure(description: "\(words[0]) does not start")
    }
    let started = process
    let status: Int32 = await withCheckedContinuation { continuation in
      Thread {
        if let delay {
          usleep(UInt32(delay * 1_000_000))
          kill(started, SIGKILL)
        }
        var status: Int32 = 0
        while waitpid(started, &status, 0) < 0, errno == EINTR {}
        continuation.resume(returning: status)
      }.start()
    }
    let (whole, attoseconds) = (ContinuousClock.now - began).components
    return (status & 0x7f == 0 ? status >> 8 & 0xff : -1, Double(whole) + Double(attoseconds) / 1e18)
  }
}
