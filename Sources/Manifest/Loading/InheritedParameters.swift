internal import Document

/// The parameters that hold in a component while its fields are gone through, in order.
struct InheritedParameters {
  typealias Entry = Node.Mapping.Entry

  /// Nil where one was taken out.
  private var slots: [Entry?]
  private var places: [String: Int] = [:]

  init(_ entries: [Entry]) {
    slots = entries
    for (place, entry) in entries.enumerated() {
      if let name = entry.key.string { places[name] = place }
    }
  }

  var entries: [Entry] { slots.compactMap(\.self) }

  /// Takes one out: a parameter does not reach into the field of its own name, where it would come again without end.
  mutating func take(_ name: String) -> Entry? {
    guard let place = places.removeValue(forKey: name) else { return nil }
    defer { slots[place] = nil }
    return slots[place]
  }

  /// Puts one in behind all others.
  mutating func append(_ entry: Entry) {
    if let name = entry.key.string { places[name] = slots.count }
    slots.append(entry)
  }
}
