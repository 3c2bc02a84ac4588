internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Part of an address, evaluated for each request; empty when the manifest leaves it out.
enum RequestAddress: Sendable {
  case none
  /// What a text without a template gives, once and for all.
  case plain(String)
  case template(TemplateText)

  init(_ text: TemplateText) {
    if text.source.isEmpty {
      self = .none
    } else if text.isPlain, let value = try? text.text(TemplateScope(config: [:])) {
      self = .plain(value)
    } else {
      self = .template(text)
    }
  }

  func evaluate(_ scope: TemplateScope) throws -> String {
    switch self {
    case .none: ""
    case .plain(let text): text
    case .template(let text): try text.text(scope)
    }
  }
}

/// Parameters or headers: a mapping of templates, or one template that gives a mapping.
enum RequestInput: Sendable {
  case none
  case mapping(TemplateMapping)
  /// - Parameter isLenient: whether what is no mapping counts as nothing.
  case text(TemplateText, isLenient: Bool)

  /// - Parameter asTexts: whether a list is sent as its text.
  func evaluate(_ scope: TemplateScope, accepting: AcceptedTypes, asTexts: Bool = false) throws -> JSONObject {
    switch self {
    case .none: return [:]
    case .mapping(let mapping): return try mapping.object(scope, accepting: accepting, asTexts: asTexts).droppingNulls
    case .text(let text, let isLenient):
      let value = try text.json(scope)
      if let object = value.objectValue { return object.droppingNulls }
      guard value == "" || value.isNull || isLenient else {
        throw SyncError(.system, "`\(text.source)` must give a mapping of names and values, but gives \(JSONText.compact(value)).")
      }
      return [:]
    }
  }
}

extension JSONObject {
  /// The object without the members that are null.
  var droppingNulls: JSONObject {
    values.contains { $0.isNull } ? JSONObject(filter { !$0.value.isNull }.map { ($0.key, $0.value) }) : self
  }
}

extension TemplateName {
  /// What templates of a request can use. The last three have a value in requests about the jobs of asynchronous streams.
  static let ofRequests: [TemplateName] = [
    .config, .parameters, .nextPageToken, .streamInterval, .streamPartition, .streamSlice, .creationResponse, .pollingResponse,
    .downloadTarget,
  ]
}

extension Field where Value == RequestAddress {
  static func address(_ name: String, doc: String) -> Field<RequestAddress> {
    Field<TemplateText>.template(name, doc: doc)
      .variables(TemplateName.ofRequests)
      .map { text, _ in RequestAddress(text) }
  }
}

extension Field where Value == RequestInput {
  static func input(_ name: String, of member: FieldType = .string, doc: String) -> Field<RequestInput> {
    Field.custom(name, as: .anyOf([.mapping(member), .string]), doc: doc) { node, context in
      guard let object = node.templateMembers else {
        return .text(TemplateText(node.templateText, context, at: node.location), isLenient: context.follows(.dropsTextParameters))
      }
      return .mapping(TemplateMapping(object, context, at: node.location))
    }.variables(TemplateName.ofRequests)
  }
}

extension Field where Value == RequestBody {
  /// The older field for a body that is text or a form.
  static var legacyData: Field<RequestBody> {
    Field.custom(
      "request_body_data", as: .anyOf([.mapping(.string), .string]),
      doc: "The body as a form or a string; `request_body` is the field for it today."
    ) { node, context in
      guard let object = node.templateMembers else {
        return .text(TemplateText(node.templateText, context, at: node.location))
      }
      return .form(TemplateMapping(object, context, at: node.location))
    }.variables(TemplateName.ofRequests).deprecated
  }

  /// The older field for a body that is JSON.
  static var legacyJSON: Field<RequestBody> {
    Field.custom("request_body_json", as: .anyOf([.object, .string]), doc: "The body as JSON; `request_body` is the field for it today.") {
      node, context in
      if case .string(let text) = node.value { return .jsonText(TemplateText(text, context, at: node.location)) }
      return .json(NestedTemplate(node.json, context, at: node.location))
    }.variables(TemplateName.ofRequests).deprecated
  }
}
