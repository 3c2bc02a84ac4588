/// The functions of the manifest language by name, but for those on dates.
enum BuiltinFunctions {
  static let all: [String: TemplateFunction] = [:]
}
