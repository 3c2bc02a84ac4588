import Testing
import PythonRules

@Suite struct BigIntegerTests {
  private func number(_ text: String) throws -> BigInteger { try #require(BigInteger(text)) }

  @Test func arithmeticAgreesWithPython() throws {
    for row in BigIntegerTable.pairs {
      let (left, right) = (try number(row[0]), try number(row[1]))
      #expect((left + right).description == row[2])
      #expect((try number(row[2]) - right).description == row[0])
      #expect(try left.multiplied(by: right).description == row[3])
      if right.isZero {
        #expect(throws: BigIntegerError.divisionByZero) { try left.flooredDivision(by: right) }
      } else {
        let (quotient, remainder) = try left.flooredDivision(by: right)
        #expect([quotient.description, remainder.description] == Array(row[4...]), "\(row)")
      }
    }
  }

  @Test func doublesAreTheNearest() throws {
    for (text, expected) in BigIntegerTable.doubles { #expect(try number(text).doubleValue == expected, "\(text)") }
    for (left, right, expected) in BigIntegerTable.quotients {
      #expect(try BigInteger.quotient(number(left), number(right)) == expected, "\(left) / \(right)")
    }
    for (value, expected) in BigIntegerTable.truncations { #expect(BigInteger(truncating: value)?.description == expected) }
    #expect(BigInteger(truncating: .infinity) == nil)
    #expect(BigInteger(truncating: .nan) == nil)
  }

  @Test func powers() throws {
    #expect(try BigInteger(2).raised(to: 100).description == "1267650600228229401496703205376")
    #expect(try BigInteger(-3).raised(to: 41).description == "-36472996377170786403")
    #expect(try BigInteger(7).raised(to: 0) == BigInteger(1))
    #expect(try BigInteger(0).raised(to: 0) == BigInteger(1))
    #expect(try BigInteger(0).raised(to: Int.max).isZero)
    #expect(try BigInteger(-1).raised(to: Int.max) == BigInteger(-1))
    #expect(try BigInteger(-1).raised(to: Int.max - 1) == BigInteger(1))
    #expect(try BigInteger(2).raised(to: 200_000).bitWidth == 200_001)
    #expect(throws: BigIntegerError.tooLarge) { try BigInteger(2).raised(to: 1 << 19) }
    #expect(throws: BigIntegerError.tooLarge) { try BigInteger(10).raised(to: Int.max) }
    let large = try BigInteger(2).raised(to: 200_000)
    #expect(throws: BigIntegerError.tooLarge) { try large.multiplied(by: large) }
  }

  @Test func machineIntegers() {
    for value in [0, 1, -1, .max, .min, 1 << 32, -(1 << 32)] as [Int] {
      #expect(BigInteger(value).intValue == value)
      #expect(BigInteger(value).description == String(value))
    }
    #expect(BigInteger(UInt64.max).intValue == nil)
    #expect((BigInteger(Int.min) - BigInteger(1)).intValue == nil)
    #expect((BigInteger(Int.max) + BigInteger(1)).intValue == nil)
    #expect(-BigInteger(Int.min) == BigInteger(UInt64(1) << 63))
  }

  @Test func order() throws {
    let ascending = ["-100000000000000000000", "-4294967296", "-1", "0", "3", "4294967296", "18446744073709551616"]
    for (place, left) in ascending.enumerated() {
      for (other, right) in ascending.enumerated() {
        #expect(try (number(left) < number(right)) == (place < other))
        #expect(try (number(left) == number(right)) == (place == other))
      }
    }
  }

  @Test func comparesWithDoublesExactly() throws {
    let rows: [(String, Double, Int?)] = [
      ("9007199254740993", 9_007_199_254_740_992, 1), ("1180591620717411303424", 0x1p70, 0), ("1", 1.5, -1), ("-1", -1.5, 1),
      ("0", 0.5, -1), ("0", -0.5, 1), ("5", .infinity, -1), ("5", -.infinity, 1), ("5", .nan, nil),
    ]
    for (text, value, expected) in rows { #expect(try number(text).compare(to: value) == expected, "\(text) \(value)") }
  }

  @Test func textInOtherBases() throws {
    #expect(try BigInteger(2).raised(to: 68).text(radix: 16) == "100000000000000000")
    #expect(BigInteger(-255).text(radix: 2) == "-11111111")
    #expect(BigInteger("fFfFfFfFfFfFfFfFf", radix: 16)?.description == "295147905179352825855")
    #expect(BigInteger("-zz", radix: 36)?.description == "-1295")
    for text in ["", "-", "+", "1.0", " 1", "1_0", "12a", "٣"] { #expect(BigInteger(text) == nil) }
    #expect(BigInteger("+0012")?.description == "12")
    #expect(BigInteger("-0")?.isNegative == false)
  }
}
