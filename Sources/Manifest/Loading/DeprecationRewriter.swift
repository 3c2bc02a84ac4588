package import Document

/// Rewrites old spellings, so that the rest of the house knows one form, and says so.
///
/// Only what means exactly the same is rewritten, after references and parameters are resolved:
/// - `url_base` of an `HttpRequester` becomes `url`. `path` stays: it is joined to the URL only after both are interpolated, and a page
///   token may replace it. `url_base` stays beside a `url`, where it wins unless it is interpolated to nothing.
/// - `request_body_data` becomes a `request_body` of type `RequestBodyUrlEncodedForm` or, when it is a text, `RequestBodyPlainText`.
/// - `request_body_json` becomes one of type `RequestBodyJsonObject` when it is a mapping. A text stays: it is a template that gives a
///   mapping.
/// - Of several bodies none is dropped, unless it is empty or `request_body` overrides it.
package struct DeprecationRewriter {
  /// Members of the manifest that no run reads.
  static let unread: Set<String> = ["definitions", "schemas", "metadata"]

  private typealias Entry = Node.Mapping.Entry

  private(set) var warnings: [Diagnostic] = []
  private var warned: Set<SourceLocation> = []

  /// The manifest, or a part of it such as a stream made from a template, in today's form, and a `deprecated` warning for each old
  /// spelling. Templates of dynamic streams are left as they are, since mappings name their fields; give the streams made of them.
  package static func modernize(_ node: Node) -> (node: Node, warnings: [Diagnostic]) {
    var modernizer = DeprecationRewriter()
    let modern = modernizer.visit(node)
    return (modern, modernizer.warnings)
  }

  private mutating func visit(_ node: Node) -> Node {
    switch node.value {
    case .sequence(var elements):
      for place in elements.indices { elements[place] = visit(elements[place]) }
      return Node(.sequence(elements), at: node.location)
    case .mapping(let mapping):
      let type = mapping["type"]?.string
      if let old = mapping["type"], let name = type, let modern = LanguageFacts.replacements[name] {
        warn("the component \(name) is deprecated", at: old.location, "use \(modern)")
      }
      var entries = type == "HttpRequester" ? requester(mapping) : mapping.entries
      let data = type.flatMap { LanguageFacts.dataFields[$0] } ?? []
      for place in entries.indices {
        let field = entries[place].key.string ?? ""
        if field != ParameterPropagation.key, !data.contains(field) { entries[place].value = visit(entries[place].value) }
      }
      return Node(.mapping(Node.Mapping(entries)), at: node.location)
    default: return node
    }
  }

  private mutating func requester(_ mapping: Node.Mapping) -> [Entry] {
    var fields = Fields(mapping.entries)
    url(&fields)
    bodies(&fields)
    if let old = fields.entry("fetch_properties_from_endpoint"), old.value.isTruthy {
      warn("fetch_properties_from_endpoint is deprecated", at: old.key.location, "use QueryProperties in request_parameters")
    }
    return fields.entries
  }

  private mutating func url(_ fields: inout Fields) {
    guard let old = fields.entry("url_base") else { return }
    warn("url_base is deprecated", at: old.key.location, "use url")
    guard old.value.isTruthy else { return fields.remove("url_base") }
    if let url = fields.entry("url"), url.value.isTruthy { return }
    fields.remove("url")
    fields.replace("url_base", by: "url", old.value)
  }

  private mutating func bodies(_ fields: inout Fields) {
    let old = ["request_body_json", "request_body_data"].compactMap(fields.entry)
    for entry in old {
      warn("\(entry.key.keyText) is deprecated", at: entry.key.location, "use request_body")
      if !entry.value.isTruthy { fields.remove(entry.key.keyText) }
    }
    if let body = fields.entry("request_body"), !body.value.isNull {
      if let overridden = Self.overridden(by: body.value["type"]?.string) { fields.remove(overridden) }
      return
    }
    let parameters = fields.entry(ParameterPropagation.key)
    if let data = fields.entry("request_body_data"), let type = Self.formType(data.value) {
      fields.remove("request_body")
      fields.replace("request_body_data", by: "request_body", Self.body(type, data, parameters))
    } else if let json = fields.entry("request_body_json"), json.value.mapping != nil {
      fields.remove("request_body")
      fields.replace("request_body_json", by: "request_body", Self.body("RequestBodyJsonObject", json, parameters))
    }
  }

  private static func overridden(by type: String?) -> String? {
    switch type {
    case "RequestBodyJsonObject", "RequestBodyGraphQL": "request_body_json"
    case "RequestBodyUrlEncodedForm", "RequestBodyPlainText": "request_body_data"
    default: nil
    }
  }

  private static func formType(_ value: Node) -> String? {
    switch value.value {
    case .mapping: "RequestBodyUrlEncodedForm"
    case .string: "RequestBodyPlainText"
    default: nil
    }
  }

  /// The body as a component, with the parameters of its requester: its templates were part of that.
  private static func body(_ type: String, _ old: Entry, _ parameters: Entry?) -> Node {
    let own = [
      Entry(key: Node(.string("type")), value: Node(.string(type))),
      Entry(key: Node(.string("value"), at: old.key.location), value: old.value),
    ]
    return Node(.mapping(Node.Mapping(own + [parameters].compactMap { $0 })), at: old.key.location)
  }

  /// A definition that many streams share is warned about once.
  private mutating func warn(_ message: String, at location: SourceLocation?, _ fix: String) {
    if let location, !warned.insert(location).inserted { return }
    guard location != nil else { return }
    warnings.append(Diagnostic(code: .deprecated, message, at: location, fix: fix))
  }

  /// The fields of a component while some are renamed.
  private struct Fields {
    private(set) var entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    func entry(_ name: String) -> Entry? { entries.first { $0.key.string == name } }

    mutating func remove(_ name: String) { entries.removeAll { $0.key.string == name } }

    mutating func replace(_ name: String, by newName: String, _ value: Node) {
      guard let place = entries.firstIndex(where: { $0.key.string == name }) else { return }
      entries[place] = Entry(key: Node(.string(newName), at: entries[place].key.location), value: value)
    }
  }
}
