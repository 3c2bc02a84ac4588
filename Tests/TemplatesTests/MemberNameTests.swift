import JSON
import Testing
import Templates

/// Keys that are no texts have names in JSON.
@Suite struct MemberNameTests {
  @Test(
    arguments: [
      ("{{ {5: 1} }}", ["5": 1]), ("{{ {none: 1} }}", ["null": 1]), ("{{ {true: {false: 2}} }}", ["true": ["false": 2]]),
      ("{{ {1.5: 1, 2.0: 2} }}", ["1.5": 1, "2.0": 2]), ("{{ {5: 1, '5': 2} }}", ["5": 2]), ("{{ {'a': [{6: 1}]} }}", ["a": [["6": 1]]]),
      ("{{ {12345678901234567890123: 1} }}", ["12345678901234567890123": 1]),
      ("{{ {(1, 2): 1} }}", nil),
    ] as [(String, JSONValue?)])
  func keysAreNamedAsInJSON(_ template: String, _ expected: JSONValue?) throws {
    let text = InterpolatedString(template, environment: InterpolationVectors.environment)
    let value = try text.evaluate(DictionaryContext([:]))
    #expect(value.jsonNamingKeys == expected)
    #expect(value.json == nil)
  }

  @Test func emptyNamesAreKeptOrLeftOut() throws {
    let mapping: JSONValue = ["{{ '' }}": 1, "a": ["{{ none }}": 2, "b": 3]]
    for (keeps, expected) in [(true, ["null": 1, "a": ["null": 2, "b": 3]]), (false, ["a": ["b": 3]])] as [(Bool, JSONValue)] {
      let nested = InterpolatedNestedMapping(mapping, environment: InterpolationVectors.environment, keepsEmptyNames: keeps)
      #expect(try nested.evaluate(DictionaryContext([:])).jsonNamingKeys == expected)
    }
  }
}
