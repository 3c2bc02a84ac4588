internal import Destinations
internal import JSON
internal import Sync

/// States that a program was given and has not acknowledged yet, and what they stand for.
struct Acknowledgements {
  private struct Pending {
    /// The state as the program was given it.
    let message: JSONValue
    let saved: [StreamID: SavedStream]
  }

  private var pending: [Pending] = []

  mutating func expect(_ message: JSONValue, for saved: [StreamID: SavedStream]) { pending.append(Pending(message: message, saved: saved)) }

  /// Takes note of an acknowledged state. It stands for those before it too, as programs take messages in order.
  ///
  /// - Returns: what may be saved now.
  mutating func acknowledge(_ message: JSONValue, among isConcerned: (JSONValue) -> Bool = { _ in true }) -> [StreamID: SavedStream] {
    guard let place = pending.lastIndex(where: { $0.message.isEqual(to: message) }) else { return [:] }
    var saved: [StreamID: SavedStream] = [:]
    var rest: [Pending] = []
    for (number, state) in pending.enumerated() {
      if number <= place, isConcerned(state.message) { saved.merge(state.saved) { $1 } } else { rest.append(state) }
    }
    pending = rest
    return saved
  }

  /// Everything that is left, for a program that has ended well: it has taken all.
  mutating func acknowledgeAll() -> [StreamID: SavedStream] {
    defer { pending = [] }
    return pending.reduce(into: [:]) { $0.merge($1.saved) { $1 } }
  }
}
