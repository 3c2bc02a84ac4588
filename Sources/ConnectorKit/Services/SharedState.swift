internal import Synchronization

/// What components of one run hold in common, by name: a login that several streams use, the config as it is by now.
public final class SharedState: Sendable {
  private let items = Mutex<[String: any Sendable]>([:])

  public init() {}

  /// The item of that name; the first one who asks makes it. One name always stands for one type of item.
  public func item<Item: Sendable>(_ name: String, make: () -> Item) -> Item {
    items.withLock { items in
      if let item = items[name] as? Item { return item }
      let item = make()
      items[name] = item
      return item
    }
  }
}
