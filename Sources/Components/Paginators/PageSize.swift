internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// The page size of a strategy: a number, or a template that gives one.
struct PageSize: Sendable {
  /// The size where the manifest states it, as a number or a text of one.
  let plainSize: Int?
  private let template: TemplateText
  private let context: BuildContext

  init(_ node: Node, _ context: BuildContext) {
    template = TemplateText(node.templateText, context, at: node.location)
    plainSize = if case .double(let size) = node.value { Int(exactly: size) } else { Int(pythonText: template.source) }
    self.context = context
  }

  /// The size as the config gives it.
  ///
  /// - Throws: ``SyncError`` when it is no whole number.
  func value() throws -> Int {
    if let plainSize { return plainSize }
    let value = try template.value(TemplateScope(config: context.config))
    guard let size = wholeNumber(value) else { throw refusal(of: value) }
    return size
  }

  /// The size as the config and an answer give it.
  ///
  /// - Returns: nil when there is none: null, an empty text or zero.
  func value(after page: PageSummary) throws -> Int? {
    if let plainSize { return plainSize == 0 ? nil : plainSize }
    var scope = TemplateScope(config: context.config)
    scope.set(response: page.firstBody)
    let value = try template.value(scope)
    guard value.truth() else { return nil }
    if let size = wholeNumber(value) { return size }
    // The reference only compares this one with the number of records, which is less than it when it is less than the next whole one.
    if context.follows(.coercesPageSizes), case .double(let size) = value { return Int(exactly: size.rounded(.up)) }
    throw refusal(of: value)
  }

  /// Whether a page size that a manifest states can become smaller.
  static func reduction(of plainSize: Int?, minimum: Int) -> Support {
    guard let plainSize, plainSize <= minimum else { return .supported }
    return .unsupported("can never become smaller: the `page_size` is \(plainSize) and the `minimum_page_size` is \(minimum)")
  }

  private func wholeNumber(_ value: TemplateValue) -> Int? {
    switch value {
    case .integer(let size): size
    case .bool(let flag) where context.follows(.coercesPageSizes): flag ? 1 : 0
    case .double(let size) where !context.follows(.coercesPageSizes): Int(exactly: size)
    case .string(let text) where !context.follows(.coercesPageSizes): Int(pythonText: text)
    default: nil
    }
  }

  private func refusal(of value: TemplateValue) -> SyncError {
    let place = template.location.map { " at \($0)" } ?? ""
    return SyncError(
      .system,
      "`page_size`\(place) must give a 64-bit integer, but `\(template.source)` gives \((try? value.pythonRepr()) ?? value.typeName)."
    )
  }
}

extension Field where Value == PageSize {
  static var pageSize: Field<PageSize> {
    .custom("page_size", as: .anyOf([.integer, .string]), doc: "The number of records asked for in a page.") { node, context in
      PageSize(node, context)
    }.variables(.config, .parameters)
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
