internal import ConnectorKit
internal import Decoding

/// The UTF-8 of a text of lines that arrives in whatever encoding it shows or the server declares. In the reference the bytes as they are.
struct ArrivingLines {
  private var text: ArrivingText?

  init(_ response: Response, _ scope: RequestScope) {
    guard !scope.run.follows(.ignoresDeclaredCharsets) else { return }
    text = ArrivingText(declaredCharset: BodyText.declaredCharset(response.headers["Content-Type"]))
  }

  /// The text of the next bytes, and what keeps more of them from being read. UTF-8 is left to be checked by the reader of the lines,
  /// which knows where they are.
  mutating func decoded(_ bytes: consuming [UInt8], isLast: Bool) -> (bytes: [UInt8], failure: FormatError?) {
    guard text != nil else { return (bytes, nil) }
    if bytes.withUnsafeBytes({ text?.passes($0) }) == true { return (bytes, nil) }
    var output: [UInt8] = []
    do {
      try bytes.withUnsafeBytes { try text?.decode($0, into: &output) }
      if isLast { try text?.finish(into: &output) }
    } catch {
      return (output, error as? FormatError)
    }
    return (output, nil)
  }
}
