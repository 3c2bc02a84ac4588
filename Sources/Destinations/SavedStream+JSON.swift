public import JSON

extension SavedStream {
  /// For destinations that keep it as text.
  public var json: JSONObject {
    [
      "state": state.map(JSONValue.object) ?? .null, "generation": .integer(generation), "isReplacing": .bool(isReplacing),
      "recentRecords": .string(Self.text(recentRecords)),
    ]
  }

  /// - Returns: nil when the object is not such a one.
  public init?(json: JSONObject) {
    guard let generation = json["generation"]?.integerValue, let recent = (json["recentRecords"]?.stringValue).flatMap(Self.fingerprints)
    else { return nil }
    self.init(
      state: json["state"]?.objectValue, generation: generation, isReplacing: json["isReplacing"]?.boolValue ?? false,
      recentRecords: recent)
  }

  /// Fingerprints in hexadecimal digits, separated by spaces.
  package static func text(_ fingerprints: [UInt64]) -> String { fingerprints.map { String($0, radix: 16) }.joined(separator: " ") }

  package static func fingerprints(_ text: String) -> [UInt64]? {
    let words = text.split(separator: " ")
    let numbers = words.compactMap { UInt64($0, radix: 16) }
    return numbers.count == words.count ? numbers : nil
  }
}
