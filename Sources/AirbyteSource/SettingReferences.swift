internal import Document
internal import Glibc

/// References in the texts of settings: `${NAME}` is the value of an environment variable, `${file:PATH}` the content of a file without its
/// last line end, and `$${` stands for `${`.
package enum SettingReferences {
  package struct Failure: Error, Sendable {
    /// A fragment without a capital and a period.
    package let message: String
    /// A sentence.
    package let fix: String
  }

  /// A text with its references replaced.
  ///
  /// - Parameter directory: what relative paths start from, with a slash at its end; empty for the current directory.
  /// - Returns: the text, and whether it had references.
  package static func resolved(_ text: String, directory: String = "") throws(Failure) -> (text: String, isUsed: Bool) {
    var result = ""
    var isUsed = false
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      let before = rest[..<start.lowerBound]
      if before.hasSuffix("$") {
        result += before.dropLast() + "${"
        rest = rest[start.upperBound...]
        isUsed = true
        continue
      }
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
      result += before
      result += try value(of: String(rest[start.upperBound..<end]), directory)
      rest = rest[rest.index(after: end)...]
      isUsed = true
    }
    return (result + rest, isUsed)
  }

  private static func value(of reference: String, _ directory: String) throws(Failure) -> String {
    if reference.hasPrefix("file:") {
      let name = String(reference.dropFirst("file:".count))
      do throws(Diagnostic) {
        var text = String(decoding: try TextFile.bytes(name.hasPrefix("/") ? name : directory + name), as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        return text
      } catch {
        throw Failure(
          message: "cannot read the file of `${\(reference)}`: \(error.message)", fix: "Check the path and its permissions.")
      }
    }
    guard let value = getenv(reference) else {
      throw Failure(
        message: "the environment variable \(reference) is not set", fix: "Set it, or write `$${` for a literal `${`.")
    }
    return String(cString: value)
  }
}
