internal import AirbyteSource
internal import Glibc

/// Work that ends the process: with its exit code, or by the signal that has interrupted it.
enum InterruptibleWork {
  /// - Parameters:
  ///   - work: what the process is for. Its task is cancelled by SIGTERM and SIGINT.
  ///   - closeOutput: keeps lines whole when the work does not end in time.
  static func run(_ work: @escaping @Sendable () async -> Int32, closeOutput: (Duration) -> Void = { _ in }) -> Never {
    ProcessMemory.keepForNextPage()
    signal(SIGPIPE, SIG_IGN)
    let signals = TerminationSignals()
    let task = Task(executorPreference: ProtocolCommand.threads) {
      ProcessMemory.growPool()
      let code = await work()
      // All output is written.
      signals.endProcess(with: code)
    }
    signals.wait {
      task.cancel()
    } closeOutput: {
      closeOutput($0)
    }
  }
}
