internal import JSON
internal import Templates

/// The answers of an API about the job that makes the records of a slice; templates of the job's requests see them.
public struct JobResponses: Sendable {
  /// The answer to the request that created the job: `creation_response`.
  public var creation: Response?
  /// The answer that said that the job is completed: `polling_response`.
  public var polling: Response?

  public init(creation: Response? = nil, polling: Response? = nil) {
    self.creation = creation
    self.polling = polling
  }

  /// The variables of the answers that there are. Each time the bodies are decoded anew.
  var variables: [(name: String, value: TemplateValue)] {
    [TemplateName.creationResponse, .pollingResponse].compactMap { name in variable(name.rawValue).map { (name.rawValue, $0) } }
  }

  /// A variable by its name, decoded anew.
  func variable(_ name: String) -> TemplateValue? {
    guard creation != nil || polling != nil else { return nil }
    let answer =
      switch TemplateName(rawValue: name) {
      case .creationResponse: creation
      case .pollingResponse: polling
      default: nil as Response?
      }
    return answer.map { .dict($0.templateMembers) }
  }
}

extension Response {
  /// The answer as templates see it: the members of its body and, where the body has none of these names, `headers` and `request`.
  fileprivate var templateMembers: TemplateDict {
    let members = TemplateDict(json?.value.objectValue ?? [:])
    if members.text("headers") == nil { members.setText("headers", to: .object(HeadersObject(headers.byName))) }
    if members.text("request") == nil {
      members.setText(
        "request",
        to: .object(RequestObject(method: request.method, url: request.url, headers: request.headers.byName, body: request.body)))
    }
    return members
  }
}
