/// Records in their order: the elements of a list on a tape as long as nobody changes them, or records one by one.
///
/// Most lists are handed on as they came: no record is made of their elements before somebody asks for one.
public struct JSONRecords: Sendable {
  enum Content: Sendable {
    /// All elements of a list, which are objects.
    case list(JSONView)
    case array([JSONRecord])
  }

  private(set) var content: Content
  /// The number of records.
  public private(set) var count: Int
  /// The last element of a list.
  private var lastPlace = 0

  public init(_ records: [JSONRecord] = []) {
    content = .array(records)
    count = records.count
  }

  /// The elements of a list; nil when one of them is no object, and for views that are no lists.
  package init?(elementsOf list: JSONView) {
    guard list.isArray else { return nil }
    let tokens = list.tape.tokens
    let end = list.token.next
    count = 0
    var at = list.index &+ 1
    while at < end {
      guard tokens[at].isKind(.object) else { return nil }
      count &+= 1
      lastPlace = at
      at = tokens[at].next
    }
    content = .list(list)
  }

  public var isEmpty: Bool { count == 0 }

  public var first: JSONRecord? {
    switch content {
    case .list(let list): isEmpty ? nil : JSONRecord(untouched: JSONView(tape: list.tape, index: list.index &+ 1))
    case .array(let records): records.first
    }
  }

  public var last: JSONRecord? {
    switch content {
    case .list(let list): isEmpty ? nil : JSONRecord(untouched: JSONView(tape: list.tape, index: lastPlace))
    case .array(let records): records.last
    }
  }

  /// The records one by one; those of a list are made anew each time.
  public var array: [JSONRecord] {
    switch content {
    case .list(let list):
      var records: [JSONRecord] = []
      records.reserveCapacity(count)
      JSONRecord.append(elementsOf: list, to: &records) { _, _ in }
      return records
    case .array(let records): return records
    }
  }

  public mutating func append(_ record: JSONRecord) {
    change { $0.append(record) }
  }

  public mutating func append(contentsOf others: JSONRecords) {
    if isEmpty {
      self = others
    } else if !others.isEmpty {
      change { $0 += others.array }
    }
  }

  public mutating func reserveCapacity(_ capacity: Int) {
    if case .array = content { change { $0.reserveCapacity(capacity) } }
  }

  /// Changes the records one by one, without a second owner that would make each change a copy.
  package mutating func change<Failure: Error>(_ body: (inout [JSONRecord]) throws(Failure) -> Void) throws(Failure) {
    var records = array
    content = .array([])
    defer {
      count = records.count
      content = .array(records)
    }
    try body(&records)
  }
}

extension JSONRecords: Sequence, ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: JSONRecord...) { self.init(elements) }

  public func makeIterator() -> IndexingIterator<[JSONRecord]> { array.makeIterator() }

  public var underestimatedCount: Int { count }
}
