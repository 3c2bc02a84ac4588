/// The filters of the manifest language by name.
enum BuiltinFilters {
  static let all: [String: TemplateFunction] = [:]
}
