internal import ConnectorKit
internal import JSON

/// Finds what an API says about an error in the body of its answer.
enum ErrorMessageParser {
  /// The members in which APIs put their messages, in the order in which they are looked for.
  private static let members = [
    "message", "messages", "error", "errors", "failures", "failure", "detail", "err", "error_message", "msg", "reason", "status_message",
  ]

  /// The message; the whole body when it is not JSON; nil when there is none.
  static func message(_ response: Response) -> String? {
    guard let body = response.json else { return response.text }
    return message(body)
  }

  private static func message(_ value: JSONView) -> String? {
    if let text = value.string { return text }
    if value.isArray { return value.elements.compactMap { message($0) }.joined(separator: ", ") }
    guard value.isObject else { return nil }
    for name in members {
      if let member = value[name], member.isTruthy { return message(member) }
    }
    return value[members[members.count - 1]].flatMap { message($0) }
  }
}
