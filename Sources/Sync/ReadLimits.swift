public import ConnectorKit

/// How much of each stream is read, for tests and previews of a connector. What is nil has no limit; 0 and less read nothing.
public struct ReadLimits: Sendable, Equatable {
  /// The most records of a stream that are delivered.
  public var records: Int?
  /// The most pages of a slice that are requested.
  public var pagesPerSlice: Int?
  /// The most slices of a stream that are read. Parents are read as far as the slice behind the last one.
  public var slices: Int?

  public init(records: Int? = nil, pagesPerSlice: Int? = nil, slices: Int? = nil) {
    self.records = records
    self.pagesPerSlice = pagesPerSlice
    self.slices = slices
  }

  public static let none = ReadLimits()

  /// The same limits without numbers below 0.
  var clamped: ReadLimits {
    ReadLimits(records: records.map { max(0, $0) }, pagesPerSlice: pagesPerSlice.map { max(0, $0) }, slices: slices.map { max(0, $0) })
  }
}

/// A limit that was reached, so that a part of a stream may not have been read.
public enum ReadLimit: String, Sendable {
  case records, pagesPerSlice, slices
}

/// Watches a read. The engine reports what happens itself; nothing has to be found in logs.
///
/// Calls of one slice come in order; those of different slices and streams are concurrent. They come from the tasks that read, which wait for
/// them: an observer returns soon. Without an observer nothing is kept and no time is spent.
public protocol ReadObserver: Sendable {
  /// The most bytes of each response's body that ``exchanged(_:)`` is given.
  var keptBodyBytes: Int { get }

  /// Comes before the first request of a slice.
  func sliceBegan(_ slice: SliceID, _ content: StreamSlice, of stream: StreamID)

  /// Comes after each page. Its records are delivered afterwards; those of a body that is read while it arrives, meanwhile.
  func pageRead(_ page: PageRead, in slice: SliceID, of stream: StreamID)

  /// Comes after each exchange with the API: pages, and everything that was needed for them, such as logins, parents and jobs. The request's
  /// origin tells which. Nothing is masked.
  func exchanged(_ exchange: HTTPExchange)
}

/// The limits of a read, and who watches it.
struct ReadWatch: Sendable {
  var limits = ReadLimits.none
  var observer: (any ReadObserver)?

  /// Tells of a slice that is about to be read.
  ///
  /// - Returns: what limits and watches its pages; nil where nothing does.
  func begin(_ slice: SliceID, _ content: StreamSlice, of stream: StreamID) -> SliceReading? {
    observer?.sliceBegan(slice, content, of: stream)
    guard observer != nil || limits.pagesPerSlice != nil else { return nil }
    var observe: (@Sendable (PageRead) -> Void)?
    if let observer { observe = { observer.pageRead($0, in: slice, of: stream) } }
    return SliceReading(pageLimit: limits.pagesPerSlice, observe: observe)
  }
}
