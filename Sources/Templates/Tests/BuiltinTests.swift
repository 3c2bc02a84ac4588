/// The tests of the manifest language by name.
enum BuiltinTests {
  static let all: [String: TemplateFunction] = [:]
}
