public import Templates

/// Digests and signatures for components: what templates get of the same host.
public struct Digests: Sendable {
  private let host: TemplateHost

  /// Names of hash functions are those of OpenSSL, such as `sha256`.
  public enum Failure: Error, Sendable, CustomStringConvertible {
    case unknownFunction(String)

    public var description: String {
      switch self {
      case .unknownFunction(let name): "unknown hash function `\(name)`"
      }
    }
  }

  public init(_ host: TemplateHost) { self.host = host }

  /// The digest of a text's UTF-8 bytes.
  public func hash(_ function: String, _ text: String) throws(Failure) -> [UInt8] {
    guard let digest = host.digest(function, Array(text.utf8)) else { throw .unknownFunction(function) }
    return digest
  }

  /// The digest of a text's UTF-8 bytes with a key.
  public func hmac(_ function: String, key: String, _ text: String) throws(Failure) -> [UInt8] {
    guard let digest = host.hmac(function, Array(key.utf8), Array(text.utf8)) else { throw .unknownFunction(function) }
    return digest
  }

  /// Bytes as lower-case hexadecimal digits.
  public static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return bytes.reduce(into: "") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }
}

extension BuildContext {
  /// Digests and signatures.
  public var digests: Digests { Digests(environment.host) }
}
