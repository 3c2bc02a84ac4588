internal import ConnectorKit
internal import Synchronization

/// Counts warnings and errors of a log that say the same, so that each is written once when it first comes and once with its count.
final class RepeatedMessages: Sendable {
  struct Message: Sendable {
    let level: LogLevel
    let text: String
    var count: Int
  }

  /// So many different messages are told apart; others are written whenever they come.
  private static let limit = 1000

  private struct State {
    var messages: [Message] = []
    var places: [String: Int] = [:]
  }

  private let state = Mutex(State())

  /// Takes note of a message.
  ///
  /// - Returns: whether it has to be written now.
  func isNews(_ level: LogLevel, _ text: String) -> Bool {
    guard level >= .warning else { return true }
    return state.withLock { state in
      if let place = state.places[text] {
        state.messages[place].count += 1
        return false
      }
      guard state.messages.count < Self.limit else { return true }
      state.places[text] = state.messages.count
      state.messages.append(Message(level: level, text: text, count: 1))
      return true
    }
  }

  /// The messages that came more than once, in the order in which they first came. They are forgotten.
  func takeRepeated() -> [Message] {
    state.withLock { state in
      defer { state = State() }
      return state.messages.filter { $0.count > 1 }
    }
  }
}
