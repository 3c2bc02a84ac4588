/// The parameters of a function or filter, matched as Python matches arguments.
public struct TemplateSignature: Sendable {
  let names: [String]
  let required: Int
  let positionalLimit: Int
  let takesMorePositional: Bool
  let takesMoreKeywords: Bool

  /// Parameters in order. `name=` is optional; after `*` come those given by keyword only; a last `*args` or `**kwargs`
  /// allows any number of further positional or keyword arguments.
  public init(_ parameters: String...) {
    var names: [String] = []
    var required = 0
    var limit: Int?
    var morePositional = false
    var moreKeywords = false
    for parameter in parameters {
      if parameter == "*" {
        limit = names.count
      } else if parameter.hasPrefix("**") {
        moreKeywords = true
      } else if parameter.hasPrefix("*") {
        morePositional = true
        limit = names.count
      } else if parameter.hasSuffix("=") {
        names.append(String(parameter.dropLast()))
      } else {
        names.append(parameter)
        required = names.count
      }
    }
    self.names = names
    self.required = required
    positionalLimit = limit ?? names.count
    takesMorePositional = morePositional
    takesMoreKeywords = moreKeywords
  }
}
