import Foundation
import JSON

/// A table of cases kept beside the tests as JSON lines; what is expected was observed in the reference.
struct Table {
  let rows: [JSONValue]

  init(_ name: String) throws {
    guard let file = Bundle.module.url(forResource: "Resources/\(name)", withExtension: "jsonl") else {
      throw CocoaError(.fileNoSuchFile)
    }
    rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { try JSONValue.parse(String($0)) }
  }
}

extension JSONValue {
  /// The bytes that a member holds in base64.
  func bytes(_ key: String) -> [UInt8] { Data(base64Encoded: self[key]?.stringValue ?? "").map { [UInt8]($0) } ?? [] }
}

/// Cuts of bytes: whole, byte by byte, and in odd pieces.
func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
  [1, 3, 7, max(bytes.count, 1)].map { size in
    stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
  }
}

/// Collects what a reader emits.
final class Sink {
  var bytes: [UInt8] = []
  var text: String { String(decoding: bytes, as: UTF8.self) }
  func take(_ part: UnsafeRawBufferPointer) { bytes += part }
}
