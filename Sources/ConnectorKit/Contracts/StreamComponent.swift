public import JSON

/// Something in a manifest's stream list that stands for any number of streams.
public protocol StreamSource: Sendable {
  /// The streams, in order. May send requests.
  func streams(run: RunServices) async throws -> [any StreamComponent]
}

/// A stream of a manifest: one that is read as declared, or one that chooses between two by the state.
public protocol StreamComponent: StreamSource {
  var name: String { get }
  /// How to read the stream.
  ///
  /// - Parameter state: the stream's saved state; nil or empty when there is none.
  /// - Throws: ``SyncError`` when the state cannot be judged.
  func plan(state: JSONObject?, run: RunServices) throws -> StreamPlan
}

extension StreamComponent {
  public func streams(run: RunServices) async throws -> [any StreamComponent] { [self] }
}

/// Streams that are made from a template, with a name by which checks refer to them.
public protocol DynamicStreamSource: StreamSource {
  var name: String { get }
}
