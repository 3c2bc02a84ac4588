import ConnectorKit
import JSON
import Sync
import Synchronization
import Testing

/// Notes what a sync delivers, and whether it keeps to the contract of outputs.
final class RecordingOutput: SyncOutput {
  struct Content {
    var events: [String] = []
    var checkpoints = 0
    var readings = 0
    var pagesMade = 0
    var pagesTaken = 0
    var covered: [[Int]] = []
    var states: [JSONObject] = []
    var busyCheckpoints: Set<StreamID> = []
    var busySlices: [SliceID: Int] = [:]
  }

  private let content = Mutex(Content())
  /// Called for each page before it is taken.
  private let onPage: @Sendable (Int) async throws -> Void

  init(onPage: @escaping @Sendable (Int) async throws -> Void = { _ in }) { self.onPage = onPage }

  var noted: Content { content.withLock { $0 } }

  func note(_ change: (inout Content) -> Void) { content.withLock { change(&$0) } }

  /// - Throws: `CancellationError` when the task is cancelled first.
  func wait(until condition: (Content) -> Bool) async throws {
    while !condition(noted) { try await Task.sleep(for: .milliseconds(1)) }
  }

  func begin(_ stream: StreamID) async throws { note { $0.events.append("begin \(stream)") } }

  func prepare(_ stream: StreamDescription, as selection: StreamSelection) async throws {
    note { $0.events.append("prepare \(stream.name)") }
  }

  func deliver(_ page: RecordPage, of stream: StreamID, from slice: SliceID) async throws {
    note { content in
      #expect(content.busySlices[slice] == nil, "two pages of slice \(slice.number) at once")
      content.busySlices[slice] = page.records.count
    }
    defer { note { $0.busySlices[slice] = nil } }
    try await onPage(noted.pagesTaken)
    note { $0.pagesTaken += 1 }
  }

  func checkpoint(_ state: JSONObject, of stream: StreamID, covering slices: [SliceID], recordCount: Int) async throws {
    note { content in
      #expect(content.busyCheckpoints.insert(stream).inserted, "two checkpoints of \(stream) at once")
      for slice in slices { #expect(content.busySlices[slice] == nil, "slice \(slice.number) is covered while it is delivered") }
    }
    await Task.yield()
    note { content in
      content.busyCheckpoints.remove(stream)
      content.covered.append(slices.map(\.number).sorted())
      content.states.append(state)
      content.checkpoints += 1
    }
  }

  func failure(_ error: SyncError, of stream: StreamID) async throws { note { $0.events.append("failure \(error.message)") } }

  func end(_ stream: StreamID, _ outcome: StreamOutcome) async throws {
    let text =
      switch outcome {
      case .complete: "complete"
      case .incomplete(let errors): "incomplete \(errors.count)"
      case .limited(let limits): "limited \(limits.map(\.rawValue).sorted().joined(separator: " "))"
      case .cancelled: "cancelled"
      }
    note { $0.events.append("end \(stream) \(text)") }
  }

  func finish() async throws { note { $0.events.append("finish") } }
}
