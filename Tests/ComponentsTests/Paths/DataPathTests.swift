import JSON
import Testing

@testable import Components

@Suite struct DataPathTests {
  private static let body: JSONValue = [
    "data": [["id": 1, "tags": ["a", "b"]], ["id": 2, "tags": []]], "map": ["k1": ["i": 1], "k2": ["i": 2]], "0": "zero", "one": ["x": 1],
  ]

  @Test(arguments: [
    (["data", "0", "id"], "1"), (["data", "-1", "id"], "2"), (["data", "9"], "nil"), (["0"], "\"zero\""), (["one", "?"], "1"),
    (["data", "x"], "nil"), (["0", "0"], "nil"), (["on*"], "{\"x\":1}"), (["**", "x"], "1"),
  ])
  func findsOne(path: [String], found: String) throws {
    let value = try DataPath(path).value(in: Self.body)
    #expect(value.map { JSONText.compact($0) } ?? "nil" == found)
    let view = try DataPath(path).value(in: JSONTape(JSONText.compact(Self.body)).root)
    #expect(view.map { JSONText.compact($0.value) } ?? "nil" == found)
  }

  @Test(arguments: [
    (["data", "*", "id"], "[1,2]"), (["data", "*", "tags", "*"], "[\"a\",\"b\"]"), (["map", "*", "i"], "[1,2]"), (["**", "i"], "[1,2]"),
    (["missing", "*"], "[]"), ([], "[]"), (["map", "k[12]", "i"], "[1,2]"), (["data", "[01]", "id"], "[1,2]"),
  ])
  func findsSeveral(path: [String], found: String) throws {
    #expect(JSONText.compact(.array(try DataPath(path).values(in: Self.body))) == found)
    let views = try DataPath(path).values(in: JSONTape(JSONText.compact(Self.body)).root)
    #expect(JSONText.compact(.array(views.map(\.value))) == found)
  }

  @Test(arguments: [["map", "k?"], ["map", "k1", "**"], ["**", "i"], ["**"], ["**", "**"]])
  func refusesSeveralWhereOneIsMeant(path: [String]) {
    #expect(throws: DataPathError.self) { try DataPath(path).value(in: Self.body) }
  }

  @Test func equalKeysCountOnce() throws {
    let view = try JSONTape(#"{"a":{"x":1},"b":{"x":2},"a":{"x":3}}"#).root
    #expect(try DataPath(["*", "x"]).values(in: view).map(\.integer) == [3, 2])
    #expect(try DataPath(["[a]", "x"]).values(in: view).map(\.integer) == [3])
  }

  @Test(
    arguments: [
      ("5", 5), (" -12 ", -12), ("+1_000", 1000), ("٣", 3), ("1__0", nil), ("_1", nil), ("1_", nil), ("", nil), ("1.0", nil),
      ("99999999999999999999", nil),
    ] as [(String, Int?)])
  func readsIntegers(text: String, value: Int?) {
    #expect(PythonInteger.parse(text) == value)
  }
}
