internal import JSON
internal import Templates

/// The last record of a page as templates see it: a mapping of its fields, with `data` and `stream_name` as attributes.
final class RecordValue: TemplateObject {
  private let fields: TemplateDict
  private let streamName: String

  init(_ record: JSONRecord, streamName: String) {
    fields = TemplateDict(record)
    self.streamName = streamName
  }

  var typeName: String { "Record" }
  var mapping: TemplateDict? { fields }

  func pythonText() throws(TemplateError) -> String { try TemplateValue.dict(fields).pythonText() }

  func attribute(_ name: String) -> TemplateValue? {
    switch name {
    case "data": .dict(fields)
    case "stream_name": .string(streamName)
    default: nil
    }
  }
}
