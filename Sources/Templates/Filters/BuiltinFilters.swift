/// The filters of the manifest language by name.
enum BuiltinFilters {
  static let all: [String: TemplateFunction] = [
    TextFilters.all, MarkupFilters.all, NumberFilters.all, SequenceFilters.all, OrderFilters.all, SelectionFilters.all,
    EncodingFilters.all, RegexFilters.all,
  ].reduce(into: [:]) { $0.merge($1) { $1 } }
}
