/// Keys in UTF-8 at addresses of their own: objects are searched for them without references being counted, and without checks.
package final class MemberKeys: @unchecked Sendable {
  /// The keys in the order given; valid as long as this object.
  package let all: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>

  package init(_ keys: [[UInt8]]) {
    let places = UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>>.allocate(capacity: keys.count)
    for (place, key) in keys.enumerated() {
      let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: key.count)
      _ = bytes.initialize(from: key)
      places.initializeElement(at: place, to: UnsafeBufferPointer(bytes))
    }
    all = UnsafeBufferPointer(places)
  }

  package convenience init(_ keys: [String]) { self.init(keys.map { Array($0.utf8) }) }

  deinit {
    for key in all { key.deallocate() }
    all.deallocate()
  }

  package subscript(_ place: Int) -> UnsafeBufferPointer<UInt8> {
    @inline(__always) get { all[place] }
  }

  /// Some of the keys, as a path.
  package subscript(_ places: Range<Int>) -> UnsafeBufferPointer<UnsafeBufferPointer<UInt8>> {
    @inline(__always) get { UnsafeBufferPointer(rebasing: all[places]) }
  }
}
