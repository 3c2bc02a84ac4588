internal import JSON

/// The records that the benchmarks work on.
enum Sample {
  static let count = 1000

  /// A page of records of 250 bytes, some of whose values have another type than ``schema`` says.
  static let page: [UInt8] = {
    var text = #"{"data":["#
    for place in 0..<count {
      if place > 0 { text += "," }
      text +=
        #"{"id":\#(place),"name":"Dmitri Okafor","email":"customer\#(place)@example.com","status":"active","amount":"\#(place * 7).25","#
        + #""quantity":"\#(place % 50)","is_new":"\#(place % 2 == 0)","updated_at":"2024-03-01T22:30:57Z","note":null,"#
        + #""address":{"city":"Gdańsk","zip":\#(10000 + place)}}"#
    }
    return Array((text + "]}").utf8)
  }()

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
