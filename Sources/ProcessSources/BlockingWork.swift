internal import ConnectorKit

/// Runs work that waits for another program, away from the threads that tasks share.
enum BlockingWork {
  static func run<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    let threads = WorkerThreads()
    defer { threads.stop() }
    return try await withTaskExecutorPreference(threads) { try await body() }
  }
}
