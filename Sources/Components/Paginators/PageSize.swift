internal import ConnectorKit
internal import Document
internal import JSON

/// The page size of a strategy: a number, or a template that gives one.
struct PageSize: Sendable {
  private let template: TemplateText
  private let config: JSONObject

  init(_ template: TemplateText, _ context: BuildContext) {
    self.template = template
    config = context.config
  }

  /// The size where the manifest has a number.
  var plainSize: Int? { Int(template.source) }

  /// The size as the config gives it.
  ///
  /// - Throws: ``SyncError`` when it is no integer.
  func value() throws -> Int { try integer(template.json(TemplateScope(config: config))) }

  /// The size as the config and an answer give it.
  ///
  /// - Returns: nil when it is null or an empty text.
  func value(after page: PageSummary) throws -> Int? {
    var scope = TemplateScope(config: config)
    scope.set(response: page.firstBody)
    let value = try template.json(scope)
    return value == .null || value == "" ? nil : try integer(value)
  }

  private func integer(_ value: JSONValue) throws -> Int {
    switch value {
    case .integer(let size): return size
    case .bool(let value): return value ? 1 : 0
    case let other:
      throw SyncError(.system, "`page_size` must give an integer, but `\(template.source)` gives \(JSONText.compact(other)).")
    }
  }
}

extension Field where Value == PageSize {
  static var pageSize: Field<PageSize> {
    Field<TemplateText>.template("page_size", as: .anyOf([.integer, .string]), doc: "The number of records asked for in a page.")
      .map { PageSize($0, $1) }
  }
}

extension Field where Value == Bool {
  static var injectOnFirstRequest: Field<Bool> {
    .bool("inject_on_first_request", doc: "Whether the first request carries a token too, such as `page=1`.").default(false, shown: false)
  }
}

extension PageSummary {
  /// The body that templates see as `response`: the document, or the first element of one that is a list.
  var firstBody: JSONView? { Self.first(of: body) }

  /// A document that is null counts as none, an element that is null does not.
  static func first(of body: JSONView?) -> JSONView? {
    guard let body, !body.isNull else { return nil }
    return body.isArray ? body[0] : body
  }
}
