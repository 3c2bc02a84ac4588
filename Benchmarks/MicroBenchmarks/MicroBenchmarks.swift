internal import AirbyteProtocol
internal import Dates
internal import JSON
internal import JSONSchema
internal import Templates

/// Prints what the steps of a record's way take, in nanoseconds of CPU time. Words of the command line choose among the benchmarks.
@main
enum MicroBenchmarks {
  static func main() throws {
    let chosen = CommandLine.arguments.dropFirst()
    for (name, run) in all where chosen.isEmpty || chosen.contains(name) {
      for measurement in try run() { print(measurement.line) }
    }
  }

  private static var all: [(name: String, run: () throws -> [Measurement])] {
    [
      ("scan", scan), ("lines", lines), ("tables", tables), ("emit", emit), ("edit", edit), ("templates", templates),
      ("normalization", normalization), ("dates", dates),
    ]
  }

  private static func scan() throws -> [Measurement] {
    [
      try Measurement("scan a page, per record", operations: Sample.count, bytes: Sample.page.count / Sample.count) {
        _ = try JSONTape(Sample.page)
      }
    ]
  }

  private static func emit() throws -> [Measurement] {
    let records = try Sample.records()
    let envelope = RecordEnvelope(stream: StreamDescriptor(name: "items"))
    let suffix = envelope.suffix(emittedAt: 1_700_000_000_000)
    return [
      Measurement("emit a record", operations: Sample.count, bytes: Sample.page.count / Sample.count) {
        var writer = JSONWriter(minimumCapacity: 1 << 16)
        writer.write(JSONRecords(records), between: envelope.prefix, and: suffix)
      }
    ]
  }

  private static func edit() throws -> [Measurement] {
    let records = try Sample.records()
    return [
      Measurement("set and remove a field", operations: Sample.count) {
        for record in records {
          var record = record
          record["label"] = .integer(1)
          record.remove("note")
        }
      },
      Measurement("set, remove and write", operations: Sample.count) {
        var writer = JSONWriter(minimumCapacity: 1 << 16)
        for record in records {
          var record = record
          record["label"] = .integer(1)
          record.remove("note")
          writer.write(record)
        }
      },
    ]
  }

  private static func normalization() throws -> [Measurement] {
    let normalizer = TypeNormalizer(schema: Sample.schema)
    let records = try Sample.records()
    return [
      try Measurement("normalise a record, in a page", operations: Sample.count) {
        var records = records
        try normalizer.normalize(&records)
      },
      try Measurement("normalise a record, alone, by edits", operations: Sample.count) {
        for record in records {
          var record = record
          try normalizer.normalize(&record)
        }
      },
    ]
  }

  private static func dates() throws -> [Measurement] {
    let format = DatetimeFormat("%Y-%m-%dT%H:%M:%SZ")
    let fraction = DatetimeFormat("%Y-%m-%dT%H:%M:%S.%f%z")
    let date = try format.parse("2024-03-01T22:30:57Z")
    return [
      try Measurement("parse 2024-03-01T22:30:57Z") { _ = try format.parse("2024-03-01T22:30:57Z") },
      try Measurement("parse 2024-03-01T22:30:57.123456+0200") { _ = try fraction.parse("2024-03-01T22:30:57.123456+0200") },
      Measurement("format a time") { _ = format.format(date) },
    ]
  }
}
