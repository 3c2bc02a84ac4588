/// The text of a float as the manifest language writes it: shortest digits that read back, `1.0`, `1e+16`, `1.5e-07`.
func pythonFloatText(_ value: Double) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
  let magnitude = abs(value)
  if magnitude >= 1e-3, magnitude < 1e15, magnitude == magnitude.rounded(.towardZero) {
    return "\(Int(value)).0"
  }
  let (digits, exponent) = decimalDigits(magnitude)
  let sign = value < 0 ? "-" : ""
  if exponent < -4 || exponent >= 16 { return sign + scientific(digits, exponent) }
  return sign + positional(digits, exponent)
}

/// The shortest decimal digits of a positive finite number, and the power of ten of the first one.
func decimalDigits(_ value: Double) -> (digits: [UInt8], exponent: Int) {
  var digits: [UInt8] = []
  var exponent = 0
  var point: Int?
  var bytes = Array(value.description.utf8)[...]
  if let place = bytes.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
    exponent = Int(String(decoding: bytes[(place + 1)...], as: UTF8.self)) ?? 0
    bytes = bytes[..<place]
  }
  for byte in bytes {
    if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
  }
  var first = (point ?? digits.count) - 1 + exponent
  let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
  digits.removeFirst(zeros)
  first -= zeros
  while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
  return (digits, first)
}

private func scientific(_ digits: [UInt8], _ exponent: Int) -> String {
  var text = [digits[0]]
  if digits.count > 1 {
    text.append(UInt8(ascii: "."))
    text += digits[1...]
  }
  let size = abs(exponent)
  return String(decoding: text, as: UTF8.self) + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0\(size)" : "\(size)")
}

private func positional(_ digits: [UInt8], _ exponent: Int) -> String {
  let zero = UInt8(ascii: "0")
  var text: [UInt8] = []
  if exponent < 0 {
    text = [zero, UInt8(ascii: ".")] + [UInt8](repeating: zero, count: -exponent - 1) + digits
  } else {
    for place in 0...exponent { text.append(place < digits.count ? digits[place] : zero) }
    text.append(UInt8(ascii: "."))
    text += digits.count > exponent + 1 ? digits[(exponent + 1)...] : [zero]
  }
  return String(decoding: text, as: UTF8.self)
}
