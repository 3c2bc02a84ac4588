internal import Synchronization

/// Names an item that components of one run hold in common. Items of different types never meet, whatever their names.
public struct SharedKey<Item: Sendable>: Sendable {
  let name: String

  /// - Parameter name: tells items of one type apart.
  public init(_ name: String) { self.name = name }
}

/// What components of one run hold in common: a login that several streams use, remarks that are made once.
public final class RunStorage: Sendable {
  private struct Place: Hashable {
    let type: ObjectIdentifier
    let name: String
  }

  private let items = Mutex<[Place: any Sendable]>([:])

  public init() {}

  /// The item of a key; the first one who asks makes it.
  public func value<Item: Sendable>(for key: SharedKey<Item>, make: () -> Item) -> Item {
    let place = Place(type: ObjectIdentifier(Item.self), name: key.name)
    return items.withLock { items in
      if let item = items[place] as? Item { return item }
      let item = make()
      items[place] = item
      return item
    }
  }
}
