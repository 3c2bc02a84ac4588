internal import ConnectorKit
internal import JSON

/// What a request's body is made of. Values are evaluated for each request.
enum RequestBody: Sendable {
  case text(TemplateText)
  case form(TemplateMapping)
  case json(NestedTemplate)
  case jsonText(TemplateText)
}
