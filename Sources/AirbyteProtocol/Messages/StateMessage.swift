public import JSON

/// A checkpoint of one stream.
public struct StateMessage: Sendable, Hashable {
  public var stream: StreamDescriptor
  public var state: JSONObject
  /// The records sent since the stream's state before this one; nil leaves the statistics out.
  public var recordCount: Int?

  public init(stream: StreamDescriptor, state: JSONObject, recordCount: Int?) {
    self.stream = stream
    self.state = state
    self.recordCount = recordCount
  }
}
