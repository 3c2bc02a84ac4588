package import JSON

/// A place inside a JSON document: the keys and indexes that lead there from the root.
package struct SchemaPath: Sendable, Hashable {
  package typealias Step = JSONPathSegment

  package private(set) var steps: [Step]

  package init(_ steps: [Step] = []) { self.steps = steps }

  package var isRoot: Bool { steps.isEmpty }

  package func appending(_ step: Step) -> SchemaPath { SchemaPath(steps + [step]) }

  package func appending(key: String) -> SchemaPath { appending(.key(key)) }

  mutating func push(_ step: Step) { steps.append(step) }

  mutating func pop() { steps.removeLast() }

  /// The place as people write it: `credentials.scopes[0]`; empty for the root.
  package var dotted: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key):
        if !text.isEmpty { text += "." }
        text += key
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  /// The place as a JSON pointer: `/credentials/scopes/0`; empty for the root.
  package var pointer: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += "/" + JSONPointerText.escaped(key)
      case .index(let index): text += "/\(index)"
      }
    }
    return text
  }
}

/// The escaping of JSON pointers (RFC 6901).
enum JSONPointerText {
  static func escaped(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return token }
    var text = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The tokens of a pointer that starts with `/`, unescaped.
  static func tokens(of pointer: String) -> [String] {
    pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(unescaped)
  }

  private static func unescaped(_ token: Substring.UTF8View.SubSequence) -> String {
    var bytes: [UInt8] = []
    var pending = false
    for byte in token {
      if pending {
        switch byte {
        case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
        case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
        default: bytes += [UInt8(ascii: "~"), byte]
        }
        pending = false
      } else if byte == UInt8(ascii: "~") {
        pending = true
      } else {
        bytes.append(byte)
      }
    }
    if pending { bytes.append(UInt8(ascii: "~")) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
