internal import Fuzzing
internal import Glibc

/// Tries inputs on one subject until the time is up, or until an input ends the process.
struct FuzzWorker {
  /// Bytes of address space.
  private static let memoryLimit: rlim_t = 1 << 30
  /// How often the clock is looked at.
  private static let inputsBetweenLooks = 20

  let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  func run() throws {
    let corpus = try SeedCorpus(folder: options.seeds)
    var limit = rlimit(rlim_cur: Self.memoryLimit, rlim_max: Self.memoryLimit)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    limit = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    let subject = options.subjects[0]
    let file = open(options.currentInput(subject), O_RDWR | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw FuzzOptions.Failure(description: "the folder \(options.findings) cannot be written to") }
    var inputs = FuzzRun(subject, corpus: corpus, seed: options.seed)
    var count = 0
    let end = time(nil) + options.seconds
    while time(nil) < end {
      for _ in 0..<Self.inputsBetweenLooks {
        let input = inputs.next()
        save(input, file)
        startTimer()
        do {
          try subject.run(input)
        } catch {
          let line = Array("\(subject.rawValue): \(error)\n".utf8)
          _ = Glibc.write(STDERR_FILENO, line, line.count)
          exit(3)
        }
        count += 1
      }
    }
    stopTimer()
    let line = Array("\(subject.rawValue): \(count) inputs\n".utf8)
    _ = Glibc.write(STDOUT_FILENO, line, line.count)
  }

  private func save(_ input: String, _ file: Int32) {
    var input = input
    input.withUTF8 { bytes in
      ftruncate(file, 0)
      _ = pwrite(file, bytes.baseAddress, bytes.count, 0)
    }
  }

  /// One second of this process's work; when it is up, the signal ends the process.
  private func startTimer() { setTimer(1) }

  private func stopTimer() { setTimer(0) }

  private func setTimer(_ seconds: Int) {
    var timer = itimerval(it_interval: timeval(tv_sec: 0, tv_usec: 0), it_value: timeval(tv_sec: seconds, tv_usec: 0))
    setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
  }
}
