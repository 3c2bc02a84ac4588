/// The beginning of an answer, as messages show it.
enum BodyPreview {
  static let longBytes = 500
  static let shortBytes = 80
  /// Where more of an answer is there, so much of it is looked through for secrets that the end goes through.
  static let marginBytes = 4096

  /// - Parameter mask: hides the secrets. It sees more than is shown, as it would not know a part of one.
  static func text(_ body: [UInt8], _ length: Int, _ mask: (String) -> String) -> String {
    let text = mask(String(decoding: body.prefix(length + marginBytes), as: UTF8.self))
    return text.utf8.count <= length ? text : String(decoding: text.utf8.prefix(length), as: UTF8.self)
  }
}
