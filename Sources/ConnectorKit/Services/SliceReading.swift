internal import Synchronization
public import JSON

/// One page of a slice, as it was read.
public struct PageRead: Sendable {
  /// Counts the pages of the slice from 1. The parts of a window that was split are one slice.
  public var number: Int
  /// The records that were selected on the page, as they are delivered.
  public var records: [JSONRecord]
  /// The status and headers of the response; nil for a page that no request was made for, or that was ignored.
  public var response: HTTPResponseHead?
  /// The token of the next page; nil on the last one.
  public var nextPageToken: JSONValue?
}

/// The reading of one slice, for those who limit or watch it. Safe to use from several tasks.
///
/// A retriever that reads pages calls ``didRead(records:response:nextPageToken:)`` after each and asks ``allowsAnotherPage()`` before the
/// next request. A custom retriever that does neither is not limited to pages.
public final class SliceReading: Sendable {
  private struct State {
    var pages = 0
    var isCut = false
  }

  private let pageLimit: Int?
  private let observe: (@Sendable (PageRead) -> Void)?
  private let state = Mutex(State())

  /// - Parameters:
  ///   - pageLimit: the most pages that are read; nil for no limit.
  ///   - observe: is told of each page, in order, after it was read; nil costs nothing.
  package init(pageLimit: Int?, observe: (@Sendable (PageRead) -> Void)?) {
    self.pageLimit = pageLimit
    self.observe = observe
  }

  /// Whether somebody wants the records of pages.
  public var isObserved: Bool { observe != nil }

  /// Whether the limit kept pages from being read.
  public var isCut: Bool { state.withLock(\.isCut) }

  public func didRead(records: [JSONRecord], response: HTTPResponseHead?, nextPageToken: JSONValue?) {
    let number = state.withLock { state in
      state.pages += 1
      return state.pages
    }
    observe?(PageRead(number: number, records: records, response: response, nextPageToken: nextPageToken))
  }

  /// Whether one more page may be requested. Where not, the slice counts as cut.
  public func allowsAnotherPage() -> Bool {
    guard let pageLimit else { return true }
    return state.withLock { state in
      if state.pages >= pageLimit { state.isCut = true }
      return !state.isCut
    }
  }
}
