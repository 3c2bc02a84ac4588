internal import Document
internal import Templates

/// Stands between the engine and a component of the user's own: what the component throws says whose it is, what it gives is looked at,
/// and a call that does not come back is noticed.
struct ComponentGuard: Sendable {
  let name: String
  let slot: ComponentSlot

  /// Runs a call of the component.
  func call<Result>(_ streamName: String? = nil, function: StaticString = #function, _ body: () throws -> Result) throws -> Result {
    let watch = ComponentWatch.current
    let turn = watch?.begin(self, function, streamName)
    defer { turn.map { watch?.end($0) } }
    do {
      return try body()
    } catch {
      throw named(error, streamName)
    }
  }

  /// Runs a call of the component that may wait for the run's services; the time it waits for those does not count.
  func call<Result>(
    _ streamName: String? = nil, function: StaticString = #function, _ body: () async throws -> Result
  ) async throws -> Result {
    guard let watch = ComponentWatch.current else {
      do {
        return try await body()
      } catch {
        throw named(error, streamName)
      }
    }
    let turn = watch.begin(self, function, streamName)
    defer { watch.end(turn) }
    do {
      return try await ComponentWatch.$turn.withValue(turn) { try await body() }
    } catch {
      throw named(error, streamName)
    }
  }

  /// The failure with the component's name. What others threw goes through the component unchanged.
  private func named(_ error: any Error, _ streamName: String?) -> any Error {
    if error is CancellationError || error is TransportError || error is CallerError { return error }
    var failure = SyncError(wrapping: error, streamName: streamName)
    if failure.message.contains(name) { return failure }
    let text = error is SyncError || error is TemplateError ? failure.message : "\(error)"
    failure.message = "The component \(name) (\(slot.rawValue)) failed: \(text)"
    failure.internalMessage = error is SyncError ? "\(name): \(failure.internalMessage)" : failure.message
    return failure
  }

  func contractViolation(_ what: String, _ streamName: String? = nil) -> SyncError {
    SyncError(.system, "The component \(name) (\(slot.rawValue)) \(what).", streamName: streamName)
  }
}

/// An error of someone whom a component called, such as the output that takes its pages; it is not the component's.
struct CallerError: Error {
  let error: any Error
}
