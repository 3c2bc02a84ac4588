/// Why and where scanning stopped; turned into a ``JSONError`` once the text around it is known.
struct ScanFailure: Error {
  enum Reason: UInt8 {
    case expectedValue, expectedKey, expectedFirstKey, expectedColon, expectedCommaOrBrace, expectedCommaOrBracket, expectedEnd
    case unterminatedString, controlCharacter, invalidEscape, invalidUnicodeEscape, invalidUTF8
    case leadingZero, expectedDigit, tooDeep, byteOrderMark, tooLarge
  }

  let reason: Reason
  let offset: Int

  @inline(__always)
  init(_ reason: Reason, _ offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}
