import PythonRules
import Testing

@Suite struct NumberTextTests {
  /// What `int(text, base)` gives, as text; nil for a ValueError.
  private static let integers: [(text: String, base: Int, value: String?)] = [
    ("12", 10, "12"), (" +1_000\n", 10, "1000"), ("-007", 10, "-7"), ("-0", 10, "0"), ("\u{1F}5", 10, nil), ("\u{85}5\u{3000}", 10, "5"),
    ("\u{661}\u{662}", 10, "12"),
    ("9223372036854775808", 10, "9223372036854775808"), ("-9223372036854775808", 10, "-9223372036854775808"),
    ("", 10, nil), ("+", 10, nil), ("++5", 10, nil), ("-+5", 10, nil), ("1__0", 10, nil), ("_1", 10, nil), ("1_", 10, nil),
    ("1 2", 10, nil),
    ("1.0", 10, nil), ("\u{B2}", 10, nil), ("0x1F", 16, "31"), ("0x_1f", 0, "31"), ("0b1", 16, "177"), ("0o17", 0, "15"), ("012", 0, nil),
    ("00", 0, "0"), ("0x", 16, nil), ("0x_", 16, nil), ("z", 36, "35"), ("2", 2, nil),
  ]

  @Test("Integers are read as Python's int() reads them", arguments: integers)
  func integer(_ row: (text: String, base: Int, value: String?)) {
    let digits = PythonNumberText.digits(row.text, base: row.base)
    #expect(digits.flatMap { BigInteger($0.text, radix: $0.radix)?.description } == row.value)
    #expect(digits?.intValue == row.value.flatMap { Int($0) })
  }

  @Test("Integers of more digits than Python writes are told apart")
  func lengthOfIntegers() {
    #expect(PythonNumberText.digits(String(repeating: "9", count: 4300))?.isTooLong == false)
    #expect(PythonNumberText.digits(String(repeating: "9", count: 4301))?.isTooLong == true)
    #expect(PythonNumberText.digits(String(repeating: "f", count: 5000), base: 16)?.isTooLong == false)
  }

  /// What `float(text)` gives; nil for a ValueError.
  private static let doubles: [(text: String, value: Double?)] = [
    ("1", 1), (" 1.5 ", 1.5), ("1.", 1), (".5", 0.5), ("-.5e1", -5), ("1.e2", 100), ("1_0.0_1e1_0", 10.01e10), ("1e400", .infinity),
    ("-Infinity", -.infinity), ("+iNf", .infinity), ("\u{661}.\u{665}", 1.5), ("0x1", nil), ("1_.5", nil), ("1._5", nil), ("1.5_", nil),
    ("1e", nil), ("1e_5", nil), ("e5", nil), (".", nil), ("", nil), ("\u{1C}1", nil), ("\u{A0}1\u{2003}", 1), ("--1", nil), ("1 2", nil),
    ("in_f", nil), ("1.5.2", nil),
    ("1e5.0", nil),
  ]

  @Test("Floats are read as Python's float() reads them", arguments: doubles)
  func double(_ row: (text: String, value: Double?)) { #expect(PythonNumberText.double(row.text) == row.value) }

  @Test("NaN keeps its word in any case") func notANumber() {
    #expect(PythonNumberText.double(" NaN ")?.isNaN == true)
    #expect(PythonNumberText.double("-nan")?.isNaN == true)
  }
}
