internal import JSON
internal import Templates

/// A stream slice as templates see it: a mapping of the merged members, with the parts as attributes.
final class SliceValue: TemplateObject {
  let slice: StreamSlice
  private let merged: TemplateDict

  init(_ slice: StreamSlice) {
    self.slice = slice
    merged = TemplateDict(slice.merged)
  }

  var typeName: String { "StreamSlice" }
  var mapping: TemplateDict? { merged }

  func pythonText() throws(TemplateError) -> String { try TemplateValue.dict(merged).pythonText() }

  func attribute(_ name: String) -> TemplateValue? {
    switch name {
    case "partition", "_partition": .dict(TemplateDict(slice.partition))
    case "cursor_slice", "_cursor_slice": .dict(TemplateDict(slice.cursorSlice))
    case "extra_fields", "_extra_fields": .dict(TemplateDict(slice.extraFields))
    default: nil
    }
  }
}
