package import JSON

/// A checkpoint of one stream.
package struct StateMessage: Sendable, Hashable {
  package var stream: StreamDescriptor
  package var state: JSONObject
  /// The records sent since the stream's state before this one; nil leaves the statistics out.
  package var recordCount: Int?

  package init(stream: StreamDescriptor, state: JSONObject, recordCount: Int?) {
    self.stream = stream
    self.state = state
    self.recordCount = recordCount
  }
}
