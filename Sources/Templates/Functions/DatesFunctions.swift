/// The functions on dates and times by name.
enum DateFunctions {
  static let all: [String: TemplateFunction] = [:]
}
