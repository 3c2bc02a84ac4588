/// The body of a method of one type of values.
typealias Method<Receiver> = @Sendable (Receiver, inout TemplateCall) throws(TemplateError) -> TemplateValue

/// The name of an attribute with everything that can be looked up about it beforehand.
final class AttributeName: Sendable {
  let name: String
  /// Names with a leading underscore are closed to templates when they are real attributes.
  let isPrivate: Bool
  let stringMethod: Method<String>?
  let dictMethod: Method<TemplateDict>?
  let listMethod: Method<TemplateList>?
  let undefined: UndefinedInfo

  init(_ name: String) {
    self.name = name
    isPrivate = name.hasPrefix("_")
    stringMethod = StringMethods.all[name]
    dictMethod = DictMethods.all[name]
    listMethod = ListMethods.all[name]
    undefined = UndefinedInfo(name: name)
  }
}
