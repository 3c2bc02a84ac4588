internal import Fuzzing
internal import Glibc

/// Starts workers, shares the time out among the subjects, and keeps what ended a worker.
struct FuzzSupervisor {
  let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  /// The exit code.
  func run() throws -> Int32 {
    guard mkdir(options.findings, 0o755) == 0 || errno == EEXIST else {
      throw FuzzOptions.Failure(description: "the folder \(options.findings) cannot be made: \(String(cString: strerror(errno)))")
    }
    var findings = 0
    for subject in options.subjects {
      let end = time(nil) + max(1, options.seconds / options.subjects.count)
      var seed = options.seed
      while time(nil) < end {
        let status = try work(on: subject, seed: seed, seconds: end - time(nil))
        // A new seed, so that the same input does not come again.
        seed &+= 1_000_003
        if status == 0 { continue }
        findings += 1
        keep(subject, status)
      }
      unlink(options.currentInput(subject))
    }
    say("\(findings) findings\n")
    return findings == 0 ? 0 : 1
  }

  private func work(on subject: FuzzSubject, seed: UInt64, seconds: Int) throws -> Int32 {
    let arguments = [
      "fuzz", "--worker", "--subject", subject.rawValue, "--seed", "\(seed)", "--seconds", "\(seconds)", "--seeds", options.seeds,
      "--findings", options.findings,
    ]
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    var process = pid_t()
    guard posix_spawn(&process, "/proc/self/exe", nil, nil, &pointers, environ) == 0 else {
      throw FuzzOptions.Failure(description: "no process can be started: \(String(cString: strerror(errno)))")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private func keep(_ subject: FuzzSubject, _ status: Int32) {
    let signal = status & 0x7F
    let reason = signal == SIGPROF ? "hang" : signal != 0 ? "signal-\(signal)" : "promise"
    let current = options.currentInput(subject)
    var number = 1
    var path: String
    repeat {
      path = "\(options.findings)/\(subject.rawValue)-\(reason)-\(number).txt"
      number += 1
    } while access(path, F_OK) == 0
    rename(current, path)
    say("found: \(path)\n")
  }

  private func say(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count)
  }
}
