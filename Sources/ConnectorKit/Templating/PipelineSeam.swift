public import JSON
public import Templates

extension TemplateValue {
  public init(_ view: JSONView) { self.init(view.value) }
}

extension TemplateDict {
  public convenience init(_ record: JSONRecord) { self.init(record.object) }
}
