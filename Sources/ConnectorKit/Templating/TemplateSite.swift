internal import Document
internal import Templates

/// The field of a component whose value is being read, for what is made of it.
struct FieldSite: Sendable {
  let name: String
  let node: Node
}

/// Where a template, or a mapping of templates, was written. It is looked at when a template fails, and never before.
final class TemplateSite: Sendable {
  let location: SourceLocation?
  private let field: FieldSite?
  private let trace: BuildTrace?

  init(_ location: SourceLocation?, _ context: BuildContext) {
    self.location = location
    trace = context.trace
    // What is made of a component as a whole stands where that does.
    let isWhole = context.field == nil && location != nil && location == context.location
    field = isWhole ? FieldSite(name: "", node: context.declaration) : context.field
  }

  /// Notes, where a manifest is checked, that a template is evaluated and whether it reads the config.
  func noteEvaluation(readsConfig: @autoclosure () -> Bool) {
    if let trace, readsConfig() { trace.noteConfig() }
  }

  /// The failure with its place. One that has a place already keeps it.
  ///
  /// - Parameter source: the template's text; nil when it is one of several, which the failure tells apart.
  func locating(_ error: TemplateError, _ source: String?) -> TemplateError {
    guard error.origin == nil else { return error }
    var node = field.flatMap { Self.node(at: location, in: $0.node) }
    for member in error.members { node = node.flatMap { Self.member(member, of: $0) } }
    let place = node?.location ?? location
    let name = field.map { ([$0.name] + error.members).filter { !$0.isEmpty }.joined(separator: ".") } ?? ""
    var located = error
    located.origin = TemplateOrigin(place: place.map { "\($0)" }, field: name.isEmpty ? nil : name, source: source ?? node?.string ?? "")
    return located
  }

  /// The node that was written at a place, when it is the field's own or one in it.
  private static func node(at location: SourceLocation?, in node: Node) -> Node? {
    if node.location == location { return node }
    switch node.value {
    case .sequence(let elements): return elements.lazy.compactMap { Self.node(at: location, in: $0) }.first
    case .mapping(let mapping): return mapping.entries.lazy.compactMap { Self.node(at: location, in: $0.value) }.first
    default: return nil
    }
  }

  private static func member(_ name: String, of node: Node) -> Node? {
    switch node.value {
    case .sequence(let elements): Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
    case .mapping: node[name]
    default: nil
    }
  }
}

extension TemplateError {
  /// Why the template failed, with what its author may have overlooked.
  package var reason: String {
    let isOfNames = kind == .undefinedError || kind == .typeError || kind == .attributeError
    guard isOfNames, let origin, let hint = MethodAsField.hint(for: origin.source) else { return message }
    return "\(message): \(hint)"
  }

  /// What failed, where it was written, and why, for the person who wrote it.
  public func explanation(streamName: String?) -> String {
    guard let origin else { return "A template of the manifest failed: \(message)" }
    let stream = streamName.map { " of stream `\($0)`" } ?? ""
    let place = origin.place.map { "\($0): " } ?? ""
    let subject = origin.field.map { "`\($0)`" } ?? "the template"
    // A manifest that comes from no file has no lines.
    let template = origin.place == nil && !origin.source.isEmpty ? " (`\(Self.excerpt(origin.source))`)" : ""
    let reason = reason
    return "\(place)\(subject)\(stream)\(template) failed: \(reason)\(reason.hasSuffix(".") ? "" : ".")"
  }

  private static func excerpt(_ text: String) -> String { text.count > 200 ? "\(text.prefix(200))..." : text }
}
