internal import Decoding
internal import JSON

extension MicroBenchmarks {
  /// A piece of the size in which bodies arrive.
  private static let pieceRows = 1000

  static func tables() throws -> [Measurement] {
    let header = Array("id,name,email,status,amount,quantity,is_new,updated_at,remark,reference,friends\n".utf8)
    let rows = (0..<pieceRows).map { place in
      "\(place),Élise Okafor,customer\(place)@example.com,active,\(place * 7).25,\(place % 50),false,2024-03-01T22:30:57Z,"
        + "\"Says: \"\"Oslo, Lisbon\"\"\",reference \(place * 7919),Hanoi Håkon Farid Ines Ana Grace Dmitri Jun Farid Ana Ines\n"
    }
    let piece = Array(rows.joined().utf8)
    var reader = try CSVReader()
    try reader.push(header) { _ in }
    return [
      try Measurement("table to records, per row", operations: pieceRows, bytes: piece.count / pieceRows) {
        var tapes = RecordTapeWriter(byteCapacity: piece.count * 2 + CSVReader.roomForRow, tokenCapacity: piece.count / 4)
        try piece.withUnsafeBytes { try reader.push($0, to: &tapes) }
        _ = tapes.finish()
      },
      try Measurement("table to rows, by the parser alone", operations: pieceRows, bytes: piece.count / pieceRows) {
        try reader.push(piece) { _ in }
      },
    ]
  }

  static func lines() throws -> [Measurement] {
    let records = try Sample.records()
    var writer = JSONWriter()
    writer.write(JSONRecords(records), between: [], and: [UInt8(ascii: "\n")])
    let piece = writer.bytes
    var reader = JSONLinesReader()
    return [
      try Measurement("JSON lines to records, per line", operations: records.count, bytes: piece.count / records.count) {
        var found: [JSONView] = []
        try reader.push(piece) { _ in }?.appendRoots(to: &found)
        _ = JSONRecord.records(ofObjects: found)
      }
    ]
  }
}
