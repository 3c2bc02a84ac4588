import Foundation
import Testing

@testable import JSON

/// Our parser against Foundation's, on random texts and on random damage to them.
@Suite struct FuzzTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func agreesOnValidTexts(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    for _ in 0..<700 {
      let bytes = source.text()
      let tape = try JSONTape(bytes)
      let foreign = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      let value = tape.root.value
      #expect(Self.agree(value, foreign), "\(String(decoding: bytes, as: UTF8.self))")
      #expect(Self.readsExactDoubles(tape))
      try Self.checkWriting(tape, value)
    }
  }

  @Test(arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
  func agreesOnDamagedTexts(seed: UInt64) {
    var source = RandomJSON(seed: seed)
    var refused = 0
    for _ in 0..<1200 {
      var bytes = source.text()
      source.mutate(&bytes)
      let ours = try? JSONTape(bytes)
      let foreign = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      if ours == nil { refused += 1 }
      let text = String(decoding: bytes, as: UTF8.self)
      if let ours, let foreign {
        #expect(Self.agree(ours.root.value, foreign) || ours.hasEqualKeys, "\(text.debugDescription)")
      } else {
        #expect((ours == nil) == (foreign == nil) || Self.mayDiffer(bytes, ours), "\(ours == nil) \(text.debugDescription)")
      }
    }
    #expect(refused > 300)
  }

  /// Random bytes must neither be taken for JSON that cannot be read, nor crash.
  @Test func standsRandomBytes() {
    var source = RandomJSON(seed: 99)
    let alphabet = Array("[]{},:\"\\ue01-.tn \u{e9}".utf8)
    for _ in 0..<10_000 {
      let bytes = (0..<source.below(24)).map { _ in alphabet[source.below(alphabet.count)] }
      if let tape = try? JSONTape(bytes, options: .python) { #expect((try? tape.root.value.reread()) != nil) }
    }
  }

  /// What is written reads back as the same value.
  private static func checkWriting(_ tape: JSONTape, _ value: JSONValue) throws {
    #expect(try value.reread() == value)
    var writer = JSONWriter()
    writer.write(tape.root)
    let copied = try JSONTape(writer.finish())
    #expect(copied.isMinified && copied.root.value == value)
    #expect(try JSONValue.parse(JSONText.python(value)) == value)
    #expect(try JSONValue.parse(JSONText.python(value, ensureASCII: false, indent: 3)) == value)
    guard let record = JSONRecord(view: tape.root) else { return }
    var nullsLeftOut = record.object
    for key in nullsLeftOut.keys where nullsLeftOut[key] == .null { nullsLeftOut[key] = nil }
    var recordWriter = JSONWriter()
    recordWriter.write(record)
    #expect(try JSONValue.parse(recordWriter.bytes) == .object(nullsLeftOut))
  }

  /// Where the two parsers differ by design.
  private static func mayDiffer(_ bytes: [UInt8], _ ours: JSONTape?) -> Bool {
    // Foundation guesses UTF-16 and UTF-32 from zeros and marks at the start; pages are UTF-8 here.
    if bytes.prefix(4).contains(0) || bytes.first == 0xff || bytes.first == 0xfe { return true }
    // Foundation takes a comma before a closing bracket.
    guard let ours else { return hasTrailingComma(bytes) }
    // Foundation refuses escaped surrogates without a partner; Python takes them.
    if ours.holdsLoneSurrogate { return true }
    // Foundation refuses numbers it cannot hold; here they become infinite, or keep their digits.
    return ours.root.value.holdsHugeNumber
  }

  private static func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
    var afterComma = false
    for byte in bytes where byte > 0x20 {
      if afterComma && (byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")) { return true }
      afterComma = byte == UInt8(ascii: ",")
    }
    return false
  }

  private static func agree(_ ours: JSONValue, _ foreign: Any) -> Bool {
    switch ours {
    case .null: return foreign is NSNull
    case .bool(let flag): return (foreign as? NSNumber)?.boolValue == flag
    case .integer(let value): return (foreign as? NSNumber)?.int64Value == Int64(value)
    case .bigInteger(let digits): return (foreign as? NSNumber).map { isClose($0.doubleValue, Double(digits)!) } ?? false
    case .double(let value): return (foreign as? NSNumber).map { isClose($0.doubleValue, value) } ?? false
    case .string(let text): return (foreign as? String).map { $0.hasSameBytes(as: text) } ?? false
    case .array(let elements):
      guard let others = foreign as? [Any], others.count == elements.count else { return false }
      return zip(elements, others).allSatisfy { agree($0, $1) }
    case .object(let object):
      guard let others = foreign as? [String: Any], others.count == object.count else { return false }
      return object.allSatisfy { member in others[member.key].map { agree(member.value, $0) } ?? false }
    }
  }

  /// Foundation keeps some numbers as decimals and rounds those more than once; see ``readsExactDoubles(_:)``.
  private static func isClose(_ left: Double, _ right: Double) -> Bool {
    left == right || abs(left - right) <= max(left.ulp, right.ulp) * 32
  }

  /// Doubles are those the standard library reads.
  private static func readsExactDoubles(_ tape: JSONTape) -> Bool {
    (0..<tape.tokenCount).lazy.map { JSONView(tape: tape, index: $0) }.allSatisfy { $0.kind != .double || $0.double == Double($0.rawText) }
  }
}

extension JSONValue {
  func reread() throws -> JSONValue { try JSONValue.parse(JSONText.compact(self)) }

  fileprivate var holdsHugeNumber: Bool {
    switch self {
    case .bigInteger: true
    case .double(let value): value.isInfinite || value.magnitude > 1e120 || value.magnitude < 1e-120
    case .array(let elements): elements.contains { $0.holdsHugeNumber }
    case .object(let object): object.values.contains { $0.holdsHugeNumber }
    default: false
    }
  }
}

extension JSONTape {
  /// Whether an object has equal keys, which Foundation resolves in a way of its own.
  fileprivate var hasEqualKeys: Bool {
    (0..<tokenCount).contains { tokens[$0].isKind(.object) && !JSONView(tape: self, index: $0).hasUniqueKeys }
  }

  fileprivate var holdsLoneSurrogate: Bool {
    (0..<tokenCount).contains { tokens[$0].isEscaped && string($0).unicodeScalars.contains("\u{fffd}") }
  }
}
