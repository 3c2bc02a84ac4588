/// A value behind one reference, which copies share until one of them changes: large values of one word, handed from task to task without
/// their members being counted one by one.
struct CopyOnWrite<Value> {
  private final class Box {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  init(_ value: Value) { box = Box(value) }

  var value: Value {
    _read { yield box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }

  /// Whether both are copies of which none was changed since.
  func isIdentical(to other: Self) -> Bool { box === other.box }
}

/// Unchecked: a box changes only while one value alone holds it.
extension CopyOnWrite: @unchecked Sendable where Value: Sendable {}
