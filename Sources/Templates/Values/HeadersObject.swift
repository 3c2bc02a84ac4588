public import JSON

/// The headers of an answer as templates see them: a mapping whose names are found in any case.
public final class HeadersObject: TemplateObject {
  public let typeName = "CaseInsensitiveDict"
  private let headers: TemplateDict
  /// The values by their names in lower case.
  private let lowered: TemplateDict

  /// - Parameter headers: the headers in the spelling in which they came.
  public init(_ headers: JSONObject) {
    self.headers = TemplateDict(headers)
    var lowered: JSONObject = [:]
    for (name, value) in headers { lowered[name.lowercased()] = value }
    self.lowered = TemplateDict(lowered)
  }

  public var mapping: TemplateDict? { headers }

  public var shownValue: (before: String, value: TemplateValue, after: String)? { ("", .dict(headers), "") }

  public func item(_ name: String) -> TemplateValue? { lowered.text(name.lowercased()) }

  public func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    guard name == "get" else { return nil }
    return .callable(
      TemplateCallable(name: "get") { [lowered] (call: inout TemplateCall) throws(TemplateError) -> TemplateValue in
        let arguments = try call.bound(TemplateSignature("key", "default="))
        let value = (arguments[0]?.textValue).flatMap { lowered.text($0.lowercased()) }
        return value ?? arguments[1] ?? .none
      })
  }

  public func isEqual(to other: TemplateValue) -> Bool { false }

  public func pairsForEquality(with other: TemplateValue) -> [(TemplateDict, TemplateDict)]? {
    switch other {
    case .dict(let dict): [(headers, dict)]
    case .object(let object): (object as? HeadersObject).map { [(lowered, $0.lowered)] }
    default: nil
    }
  }
}
