/// For what a request is made, for those who watch requests.
public struct RequestOrigin: Sendable {
  public enum Purpose: String, Sendable {
    case page, login, tokenRefresh, schema, job, file, quota
    /// A page of a stream that another one is made from: a parent, or a list of dynamic streams.
    case parent
  }

  /// The stream that is read; nil for requests that belong to no stream, such as logins.
  public var stream: String?
  public var slice: StreamSlice?
  /// Which page of the slice is asked for, from 1 on; nil for requests that are not for pages.
  public var page: Int?
  public var purpose: Purpose
  /// Counts from 1 how often the request was sent.
  public var attempt = 1

  public init(_ purpose: Purpose, stream: String? = nil, slice: StreamSlice? = nil, page: Int? = nil) {
    self.purpose = purpose
    self.stream = stream
    self.slice = slice
    self.page = page
  }
}
