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
  /// - Parameters:
  ///   - state: the stream's saved state; nil or empty when there is none.
  ///   - run: the services of the run.
  /// - Throws: ``SyncError`` when the state cannot be judged.
  func plan(state: JSONObject?, run: RunServices) throws -> StreamPlan
  /// The saved state, or nil when the stream has to be read from its start in spite of it. The state itself by default.
  func validState(_ state: JSONObject?, run: RunServices) throws -> JSONObject?
  /// The record field that orders the stream when it is read from a state; nil when it has none.
  var cursorField: String? { get }
  /// Whether any state, whatever it says, makes the stream be read in another way. False by default.
  var dependsOnState: Bool { get }
}

extension StreamComponent {
  public func validState(_ state: JSONObject?, run: RunServices) throws -> JSONObject? { state }
  public var dependsOnState: Bool { false }
  public func streams(run: RunServices) async throws -> [any StreamComponent] { [self] }
}

/// Streams that are made from a template, with a name by which checks refer to them.
public protocol DynamicStreamSource: StreamSource {
  var name: String { get }
  /// Whether the names of its streams are made of the user's settings, so that the user can do something about equal ones.
  var takesNamesFromConfig: Bool { get }
}
