internal import ConnectorKit

/// A job that an API works on to make the records of one slice. A value without I/O.
struct AsyncJob: Sendable {
  enum State: String, Sendable {
    case running, completed, failed, skipped
    case timedOut = "timed out"
  }

  let slice: StreamSlice
  /// The answer to the request that created it; nil when it could not be created.
  let creation: Response?
  /// The answer that said that it is completed.
  private(set) var completion: Response?
  private(set) var state: State
  /// Which try for its slice it is, from 1.
  let attempt: Int
  /// When it is looked at again, in seconds of the run's monotonic clock.
  var dueAt: Double
  private let deadline: Double

  /// A job that was created.
  init(_ slice: StreamSlice, creation: Response, attempt: Int, now: Double, timeout: Double) {
    self.slice = slice
    self.creation = creation
    self.attempt = attempt
    state = .running
    dueAt = now
    deadline = now + timeout
  }

  /// A job that could not be created.
  init(failedFor slice: StreamSlice, attempt: Int, dueAt: Double) {
    self.slice = slice
    creation = nil
    self.attempt = attempt
    state = .failed
    self.dueAt = dueAt
    deadline = .infinity
  }

  /// The slice of a completed job, with the answers that its records are downloaded with.
  var readySlice: StreamSlice {
    var slice = slice
    slice.answers = JobResponses(creation: creation, polling: completion)
    return slice
  }

  /// Gives a running job up when its time is over.
  mutating func checkTime(_ now: Double) {
    if state == .running, now > deadline { state = .timedOut }
  }

  /// Takes over what the API says of it.
  mutating func update(_ new: State, _ response: Response, now: Double) {
    state = new
    if new == .completed { completion = response }
    if now > deadline { state = .timedOut }
  }
}
