internal import Concurrency
internal import Synchronization

/// Says which stream may begin: those of one group are not read at the same time, and a stream whose parents are in groups keeps
/// these from being read while it looks for its slices.
final class StreamGroups: Sendable {
  private struct Activity {
    /// The streams being read, also as parents of others, counted.
    var streams: [String: Int] = [:]
    var groups: [String: Int] = [:]
    /// Opens when a stream ends.
    var change: Latch<Void>?
  }

  private let groups: [String: String]
  private let activity = Mutex(Activity())

  /// - Parameter groups: the names of the groups by stream name.
  init(_ groups: [String: String]) { self.groups = groups }

  /// Takes the turn of the first stream that may begin, waiting until there is one.
  ///
  /// - Returns: its place among the candidates.
  func next(of candidates: [Candidate]) async throws -> Int {
    while true {
      try Task.checkCancellation()
      switch begin(candidates) {
      case .turn(let place): return place
      case .wait(let change): try await change.wait()
      }
    }
  }

  /// A stream that waits for its turn, with those of its ancestors that are in groups.
  struct Candidate: Sendable {
    let name: String
    let groupedAncestors: [String]
  }

  /// The stream has found all its slices, so that its parents are free.
  func parentsAreRead(by stream: Candidate) { end(stream.groupedAncestors) }

  /// The stream has been read.
  func isRead(_ stream: Candidate) { end([stream.name]) }

  private enum Answer {
    case turn(Int)
    /// None may begin before this opens.
    case wait(Latch<Void>)
  }

  private func begin(_ candidates: [Candidate]) -> Answer {
    activity.withLock { activity in
      guard let place = candidates.firstIndex(where: { mayBegin($0, activity) }) else {
        let change = activity.change ?? Latch()
        activity.change = change
        return .wait(change)
      }
      for name in [candidates[place].name] + candidates[place].groupedAncestors {
        activity.streams[name, default: 0] += 1
        if let group = groups[name] { activity.groups[group, default: 0] += 1 }
      }
      return .turn(place)
    }
  }

  private func mayBegin(_ stream: Candidate, _ activity: Activity) -> Bool {
    if let group = groups[stream.name], activity.groups[group, default: 0] > 0 { return false }
    return !stream.groupedAncestors.contains { activity.streams[$0, default: 0] > 0 }
  }

  private func end(_ names: [String]) {
    let change = activity.withLock { activity in
      for name in names {
        activity.streams[name, default: 1] -= 1
        if let group = groups[name] { activity.groups[group, default: 1] -= 1 }
      }
      defer { activity.change = nil }
      return activity.change
    }
    change?.open()
  }
}
