/// A record together with its stream's name, as `last_record` has it: `data` and `stream_name` are attributes.
public final class RecordObject: TemplateObject {
  public let typeName = "Record"
  private let data: TemplateDict
  private let streamName: String

  public init(_ data: TemplateDict, streamName: String) {
    self.data = data
    self.streamName = streamName
  }

  public var mapping: TemplateDict? { data }

  public var privateNames: Set<String> { ["_data", "_associated_slice", "_file_reference"] }

  public var shownValue: (before: String, value: TemplateValue, after: String)? { ("", .dict(data), "") }

  public func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "data": .dict(data)
    case "stream_name": .string(streamName)
    case "associated_slice", "file_reference": TemplateValue.none
    default: nil
    }
  }

  /// Equal to other records with the same data only, never to a plain object.
  public func pairsForEquality(with other: TemplateValue) -> [(TemplateDict, TemplateDict)]? {
    guard case .object(let object) = other, let record = object as? RecordObject else { return nil }
    return [(data, record.data)]
  }

  public func isEqual(to other: TemplateValue) -> Bool { false }
}
