internal import Concurrency
package import ConnectorKit

/// Runs work in which components of the user's own take part, and ends it when one of them does not come back.
///
/// A call that hangs cannot be ended from outside: it keeps its thread, which is one that only this work uses.
package enum ComponentSupervision {
  /// The time by which components are watched. Not the run's clock, which may stand still.
  package struct Timer: Sendable {
    let seconds: @Sendable () -> Double
    let sleep: @Sendable (Double) async throws -> Void

    package init(seconds: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Double) async throws -> Void) {
      self.seconds = seconds
      self.sleep = sleep
    }

    private static let start = ContinuousClock.now

    package static let machine = Timer(
      seconds: { start.duration(to: .now) / .seconds(1) }, sleep: { try await Task.sleep(for: .seconds($0)) })
  }

  /// Seconds that a component may still be at work after the run was ended.
  private static let endingLimit = 0.5

  /// Runs the work; directly where the run has no such components.
  ///
  /// - Throws: ``ComponentHang`` when a component did not come back, and what `work` throws.
  package static func run<Value: Sendable>(
    _ run: RunServices, timer: Timer = .machine, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard let limit = run.componentTimeout else { return try await work() }
    let watch = ComponentWatch(seconds: timer.seconds)
    let end = Latch<Result<Value, any Error>>()
    let ending = Latch<Void>()
    let threads = WorkerThreads()
    let task = Task(executorPreference: threads) {
      await ComponentWatch.$current.withValue(watch) {
        do {
          end.open(.success(try await work()))
        } catch {
          end.open(.failure(error))
        }
      }
    }
    // Tasks apart from the caller's: a watch goes on while the work is being cancelled, which may hang as well.
    let watcher = Task { _ = end.open(.failure(try await hang(watch, timer, limit, isEnding: false))) }
    let endingWatcher = Task {
      try await ending.wait()
      _ = end.open(.failure(try await hang(watch, timer, min(endingLimit, limit), isEnding: true)))
    }
    defer {
      watcher.cancel()
      endingWatcher.cancel()
      task.cancel()
      threads.stop()
    }
    let waiter = Task { try await end.wait() }
    return try await withTaskCancellationHandler {
      try await waiter.value.get()
    } onCancel: {
      task.cancel()
      ending.open()
    }
  }

  /// Waits until a component has been at work for too long.
  ///
  /// - Throws: `CancellationError` when nobody wants to know any more.
  private static func hang(_ watch: ComponentWatch, _ timer: Timer, _ limit: Double, isEnding: Bool) async throws -> ComponentHang {
    while true {
      switch watch.deadline(limit: limit, isEnding: isEnding) {
      case .seconds(let seconds): try await timer.sleep(seconds)
      case .overdue(let hang): return hang
      }
    }
  }
}
