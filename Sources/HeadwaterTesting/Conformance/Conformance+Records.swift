public import ConnectorKit
public import JSON

extension Conformance {
  /// Whether an extractor appends in order, twice the same, and takes bodies of other shapes without crashing.
  ///
  /// - Parameters:
  ///   - extractor: the extractor.
  ///   - body: a body that holds records.
  ///   - count: how many.
  ///   - run: the services of the run.
  public static func check(
    recordExtractor extractor: any RecordExtractor, body: JSONValue, count: Int, run: RunServices = .testing()
  ) async throws {
    var problems = ConformanceProblems()
    var first = ExtractedRecords()
    try await extractor.extract(from: JSONView(encoding: body), into: &first, scope(run))
    problems.expect(first.records.count == count, "\(first.records.count) records were found instead of \(count).")
    let before = first.records.count
    try await extractor.extract(from: JSONView(encoding: body), into: &first, scope(run))
    problems.expect(
      first.records.count == before * 2 && first.records.prefix(before).map(\.object) == first.records.dropFirst(before).map(\.object),
      "What was found before is not kept, or the same body gives other records the second time.")
    for odd in [[:], [], nil, "text", 1] as [JSONValue] {
      var found = ExtractedRecords()
      do {
        try await extractor.extract(from: JSONView(encoding: odd), into: &found, scope(run))
      } catch is SyncError {
        // A body that cannot hold records may be refused, in words.
      } catch {
        problems.expect(false, "The body \(JSONText.compact(odd)) ends in \(error), which is no SyncError.")
      }
    }
    try problems.report()
  }

  /// Whether a filter does nothing but drop records, keeps their order, and judges each by itself.
  public static func check(recordFilter filter: any RecordFiltering, records samples: [JSONObject], run: RunServices = .testing()) throws {
    var problems = ConformanceProblems()
    var together = try records(samples)
    try filter.filter(&together, scope(run))
    var single: [JSONObject] = []
    for sample in samples {
      var one = try records([sample])
      try filter.filter(&one, scope(run))
      problems.expect(one.count <= 1, "A record became several: a filter only drops records.")
      single += one.map(\.object)
    }
    problems.expect(together.map(\.object) == single, "A page gives other records, or another order, than its records one by one.")
    problems.expect(single.allSatisfy(samples.contains), "A record was changed: that is for transformations.")
    try problems.report()
  }

  /// Whether a transformation keeps the number of records and treats each by itself, however pages are cut.
  public static func check(
    transformation: any RecordTransformation, records samples: [JSONObject] = Conformance.samples, run: RunServices = .testing()
  ) async throws {
    var problems = ConformanceProblems()
    var together = try records(samples)
    try transformation.transform(&together, scope(run))
    problems.expect(together.count == samples.count, "\(samples.count) records became \(together.count).")
    var single: [JSONObject] = []
    for sample in samples {
      var one = try records([sample])
      try transformation.transform(&one, scope(run))
      single += one.map(\.object)
    }
    problems.expect(together.map(\.object) == single, "A page gives other records than its records one by one.")
    var none: [JSONRecord] = []
    try transformation.transform(&none, scope(run))
    problems.expect(none.isEmpty, "An empty page does not stay empty.")
    try problems.report()
  }

  /// Whether a normalisation gives what it would leave alone, and takes records without the fields of the schema.
  public static func check(
    schemaNormalization normalization: any SchemaNormalization, schema: JSONObject, records samples: [JSONObject]
  ) throws {
    var problems = ConformanceProblems()
    let schema = StreamSchema(schema)
    for var record in try records(samples + [[:]]) {
      try normalization.normalize(&record, schema)
      let once = record.object
      try normalization.normalize(&record, schema)
      problems.expect(once == record.object, "A record in form is changed again: \(JSONText.compact(.object(once))).")
    }
    try problems.report()
  }

  /// Whether a decoder gives the same values however the body is cut, and refuses what it cannot read in words.
  ///
  /// - Parameters:
  ///   - decoder: the decoder.
  ///   - body: a body of the format.
  ///   - values: what it holds.
  ///   - run: the services of the run.
  public static func check(decoder: any BodyDecoder, body: [UInt8], values: [JSONValue], run: RunServices = .testing()) throws {
    var problems = ConformanceProblems()
    for size in [max(body.count, 1), 1, 2, 3, 7] {
      var session = try decoder.session(for: response(body), request(run))
      var found: [JSONValue] = []
      var rest = body[...]
      repeat {
        let chunk = Array(rest.prefix(size))
        rest = rest.dropFirst(size)
        found += try session.decode(chunk, isLast: rest.isEmpty).map(\.value)
      } while !rest.isEmpty
      problems.expect(found == values, "In chunks of \(size) bytes the body gives \(JSONText.compact(.array(found))).")
    }
    for odd in [[], [0xff, 0xfe, 0x00], Array("\u{0}{[<".utf8)] as [[UInt8]] {
      do {
        var session = try decoder.session(for: response(odd), request(run))
        _ = try session.decode(odd, isLast: true)
      } catch is SyncError {
        // Refused in words.
      } catch {
        problems.expect(false, "A body of other bytes ends in \(error), which is no SyncError.")
      }
    }
    try problems.report()
  }

  /// Records of several shapes.
  public static let samples: [JSONObject] = [
    ["id": 1, "name": "one", "tags": ["a", "b"], "nested": ["deep": ["value": 1.5]]], ["id": 2, "name": nil], [:],
    ["id": "three", "name": "ä€😀", "empty": [], "object": [:]],
  ]
}
