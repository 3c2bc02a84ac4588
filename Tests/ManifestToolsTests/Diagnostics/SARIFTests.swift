import ManifestTools
import JSON
import Testing

/// SARIF by what the standard (2.1.0) requires of the objects that are written.
@Suite struct SARIFTests {
  static let document = try? JSONValue.parse(SARIFRenderer(version: "1.2.3").render(RendererTests.report))

  /// The members that an object must have, and those that it may have besides; by the kind of object.
  static let members: [String: (required: Set<String>, optional: Set<String>)] = [
    "log": (["version", "runs"], ["$schema"]),
    "run": (["tool"], ["results", "columnKind"]),
    "tool": (["driver"], []),
    "driver": (["name"], ["version", "semanticVersion", "rules"]),
    "rule": (["id"], ["shortDescription", "help", "defaultConfiguration"]),
    "configuration": ([], ["level"]),
    "result": (["message"], ["ruleId", "ruleIndex", "level", "locations", "relatedLocations"]),
    "message": (["text"], []),
    "location": ([], ["physicalLocation", "logicalLocations", "message"]),
    "physical": (["artifactLocation"], ["region"]),
    "artifact": (["uri"], []),
    "region": (["startLine"], ["startColumn"]),
    "logical": (["fullyQualifiedName"], []),
  ]

  private func expect(_ value: JSONValue?, is kind: String) throws {
    let object = try #require(value?.objectValue, "no \(kind)")
    let (required, optional) = try #require(Self.members[kind])
    let keys = Set(object.keys)
    #expect(required.isSubset(of: keys), "\(kind) lacks \(required.subtracting(keys))")
    #expect(keys.isSubset(of: required.union(optional)), "\(kind) has \(keys.subtracting(required.union(optional)))")
  }

  private func expectLocation(_ location: JSONValue) throws {
    try expect(location, is: "location")
    try expect(location["physicalLocation"], is: "physical")
    try expect(location["physicalLocation"]?["artifactLocation"], is: "artifact")
    if let region = location["physicalLocation"]?["region"] {
      try expect(region, is: "region")
      for member in ["startLine", "startColumn"] { #expect(region[member]?.integerValue ?? 0 >= 1) }
    }
    for logical in location["logicalLocations"]?.arrayValue ?? [] { try expect(logical, is: "logical") }
  }

  @Test func objectsHaveWhatTheStandardRequires() throws {
    let log = try #require(Self.document)
    try expect(log, is: "log")
    #expect(log["version"] == "2.1.0")
    let run = try #require(log["runs"]?.arrayValue?.first)
    try expect(run, is: "run")
    try expect(run["tool"], is: "tool")
    try expect(run["tool"]?["driver"], is: "driver")
    for rule in run["tool"]?["driver"]?["rules"]?.arrayValue ?? [] {
      try expect(rule, is: "rule")
      try expect(rule["shortDescription"], is: "message")
      try expect(rule["help"], is: "message")
      try expect(rule["defaultConfiguration"], is: "configuration")
    }
    let results = try #require(run["results"]?.arrayValue)
    #expect(results.count == 3)
    for result in results {
      try expect(result, is: "result")
      try expect(result["message"], is: "message")
      #expect(["error", "warning", "note", "none"].contains(result["level"]?.stringValue))
      for location in (result["locations"]?.arrayValue ?? []) + (result["relatedLocations"]?.arrayValue ?? []) {
        try expectLocation(location)
      }
    }
  }

  @Test func resultsNameTheirRules() throws {
    let run = try #require(Self.document?["runs"]?.arrayValue?.first)
    let rules = try #require(run["tool"]?["driver"]?["rules"]?.arrayValue)
    #expect(Set(rules.compactMap { $0["id"]?.stringValue }) == ["wrong-type", "deprecated", "file-missing"])
    for result in run["results"]?.arrayValue ?? [] {
      let place = try #require(result["ruleIndex"]?.integerValue)
      #expect(rules[place]["id"] == result["ruleId"])
    }
  }

  @Test func filesAreReferences() throws {
    let first = try #require(Self.document?["runs"]?.arrayValue?.first?["results"]?.arrayValue?.first)
    let location = try #require(first["locations"]?.arrayValue?.first)
    #expect(location["physicalLocation"]?["artifactLocation"]?["uri"] == "a%20b.yaml")
    #expect(location["logicalLocations"]?.arrayValue?.first?["fullyQualifiedName"] == "streams[0].name")
    #expect(first["relatedLocations"]?.arrayValue?.count == 1)
  }
}
