/// The wait that an answer asks for with its `Retry-After` header (RFC 9110, section 10.2.3).
public enum RetryAfter {
  /// The seconds to wait, from a number or a date; nil when the value is neither. A date that has passed gives 0.
  ///
  /// - Parameters:
  ///   - value: the value of the header.
  ///   - now: microseconds since 1970.
  public static func seconds(_ value: String, now: Int) -> Double? {
    if let number = number(value) { return number }
    return HTTPDate.microseconds(value, now: now).map { max(0, Double($0 - now) / 1_000_000) }
  }

  /// What is said, and can be done, about a wait that is longer than allowed.
  package static func refusal(_ limit: Double) -> String {
    "No more than \(text(limit)) seconds are waited: run the sync again later, or allow more with --max-retry-after."
  }

  /// Seconds without a fraction that says nothing.
  package static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() && abs(seconds) < 1e15 ? String(Int(seconds)) : String(seconds)
  }

  /// Digits, with a fraction or an exponent where an API sends these; no sign and no word.
  private static func number(_ value: String) -> Double? {
    let text = value.utf8.drop { $0 == 0x20 || $0 == 0x09 }
    guard let first = text.first, (0x30...0x39).contains(first) else { return nil }
    let isPart: (UInt8) -> Bool = { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
    var digits = String(decoding: text, as: UTF8.self)
    while digits.last == " " || digits.last == "\t" { digits.removeLast() }
    guard digits.utf8.allSatisfy(isPart), let number = Double(digits) else { return nil }
    return number.isFinite ? number : .greatestFiniteMagnitude
  }
}
