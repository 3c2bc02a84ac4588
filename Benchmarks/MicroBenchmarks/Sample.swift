internal import JSON

/// The records that the benchmarks work on.
enum Sample {
  static let count = 1000

  /// A page of records of 250 bytes that differ in length and in which notes are null, some of whose values have another type than
  /// ``schema`` says.
  static let page: [UInt8] = {
    var chance = Chance()
    var text = #"{"data":["#
    for place in 0..<count {
      if place > 0 { text += "," }
      let name = chance.one(of: ["Dmitri", "Ines", "Farid", "Bo", "Guadalupe"]) + " " + chance.one(of: ["Okafor", "Nguyen", "Li"])
      let status = chance.one(of: ["active", "paused", "deleted"])
      let note = chance.one(of: ["null", "null", #""calls back""#])
      let city = chance.one(of: ["Gdańsk", "Oslo", "Turin", "Lyon"])
      text +=
        #"{"id":\#(place),"name":"\#(name)","email":"customer\#(place)@example.com","status":"\#(status)","#
        + #""amount":"\#(chance.number(below: 10_000)).25","quantity":"\#(chance.number(below: 50))","#
        + #""is_new":"\#(chance.number(below: 2) == 0)","updated_at":"2024-03-01T22:30:57Z","note":\#(note),"#
        + #""address":{"city":"\#(city)","zip":\#(chance.number(below: 100_000))}}"#
    }
    return Array((text + "]}").utf8)
  }()

  /// The same numbers in every run.
  private struct Chance {
    private var state: UInt64 = 1

    mutating func number(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }

    mutating func one(of texts: [String]) -> String { texts[number(below: texts.count)] }
  }

  static let schema: JSONValue = .object([
    "type": "object",
    "properties": .object([
      "id": .object(["type": "integer"]), "name": .object(["type": "string"]), "email": .object(["type": "string"]),
      "status": .object(["type": .array(["null", "string"])]), "amount": .object(["type": .array(["null", "number"])]),
      "quantity": .object(["type": "integer"]), "is_new": .object(["type": "boolean"]), "updated_at": .object(["type": "string"]),
      "note": .object(["type": .array(["null", "string"])]),
      "address": .object([
        "type": "object", "properties": .object(["city": .object(["type": "string"]), "zip": .object(["type": "string"])]),
      ]),
    ]),
  ])

  /// The records of the page, as ranges of a tape.
  static func records() throws -> [JSONRecord] {
    (try JSONTape(page).root["data"]?.elements.compactMap { JSONRecord(view: $0) }) ?? []
  }
}
