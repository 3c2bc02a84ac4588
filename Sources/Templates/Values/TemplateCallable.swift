/// Something a template can call.
public final class TemplateCallable {
  /// The name under which it is known, for messages.
  public let name: String
  /// How it prints.
  public let text: String
  /// Values that can be read from it by attribute, such as a macro's name.
  public let attributes: [String: TemplateValue]
  private let body: (inout TemplateCall) throws(TemplateError) -> TemplateValue

  public init(
    name: String, text: String? = nil, attributes: [String: TemplateValue] = [:],
    body: @escaping (inout TemplateCall) throws(TemplateError) -> TemplateValue
  ) {
    self.name = name
    self.text = text ?? "<function \(name)>"
    self.attributes = attributes
    self.body = body
  }

  public func call(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue { try body(&call) }
}
