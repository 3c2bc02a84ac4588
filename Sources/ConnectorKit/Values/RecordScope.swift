public import JSON

/// For what records are being selected: the stream and slice, and the page they came with.
public struct RecordScope: Sendable {
  public var streamName: String
  public var slice: StreamSlice
  public var nextPageToken: JSONValue?
  /// Which page of the slice the records came with, from 1 on; nil where there are no pages.
  public var pageNumber: Int?
  public var run: RunServices

  public init(streamName: String, slice: StreamSlice, nextPageToken: JSONValue? = nil, run: RunServices) {
    self.streamName = streamName
    self.slice = slice
    self.nextPageToken = nextPageToken
    self.run = run
  }
}
