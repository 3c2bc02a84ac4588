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

  public func pythonText() throws(TemplateError) -> String { try TemplateValue.dict(data).pythonText() }

  public func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "data": .dict(data)
    case "stream_name": .string(streamName)
    case "associated_slice", "file_reference": TemplateValue.none
    default: nil
    }
  }

  /// Equal to other records with the same data only, never to a plain object.
  public func isEqual(to other: TemplateValue) -> Bool {
    guard case .object(let object) = other, let record = object as? RecordObject else { return false }
    return TemplateValue.dict(data).equals(.dict(record.data))
  }
}
