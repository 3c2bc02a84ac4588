internal import ConnectorKit
internal import Synchronization

/// Says which stream may begin: those of one group are not read at the same time, and a stream whose parents are in groups keeps
/// these from being read while it looks for its slices.
final class StreamGroups: Sendable {
  private struct Activity {
    /// The streams being read, also as parents of others, counted.
    var streams: [String: Int] = [:]
    var groups: [String: Int] = [:]
    var waiting: CheckedContinuation<Void, Never>?
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
      if let place = begin(candidates) { return place }
      await withTaskCancellationHandler {
        await withCheckedContinuation { wait($0, candidates) }
      } onCancel: {
        wake()
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

  private func begin(_ candidates: [Candidate]) -> Int? {
    activity.withLock { activity in
      guard let place = candidates.firstIndex(where: { mayBegin($0, activity) }) else { return nil }
      for name in [candidates[place].name] + candidates[place].groupedAncestors {
        activity.streams[name, default: 0] += 1
        if let group = groups[name] { activity.groups[group, default: 0] += 1 }
      }
      return place
    }
  }

  private func mayBegin(_ stream: Candidate, _ activity: Activity) -> Bool {
    if let group = groups[stream.name], activity.groups[group, default: 0] > 0 { return false }
    return !stream.groupedAncestors.contains { activity.streams[$0, default: 0] > 0 }
  }

  private func wait(_ continuation: CheckedContinuation<Void, Never>, _ candidates: [Candidate]) {
    // What ended in between would wake nobody.
    let goesOn = activity.withLock { activity in
      if Task.isCancelled || candidates.contains(where: { mayBegin($0, activity) }) { return true }
      activity.waiting = continuation
      return false
    }
    if goesOn { continuation.resume() }
  }

  private func wake() {
    activity.withLock { activity in
      defer { activity.waiting = nil }
      return activity.waiting
    }?.resume()
  }

  private func end(_ names: [String]) {
    activity.withLock { activity in
      for name in names {
        activity.streams[name, default: 1] -= 1
        if let group = groups[name] { activity.groups[group, default: 1] -= 1 }
      }
    }
    wake()
  }
}
