/// What `keys()`, `values()` and `items()` of a dictionary give: it follows the dictionary as that changes.
public final class TemplateDictView {
  public enum Kind: String, Sendable { case keys, values, items }

  public let kind: Kind
  public let dict: TemplateDict

  public init(_ kind: Kind, of dict: TemplateDict) {
    self.kind = kind
    self.dict = dict
  }

  public var elements: [TemplateValue] {
    switch kind {
    case .keys: dict.keys
    case .values: dict.values
    case .items: zip(dict.keys, dict.values).map { .tuple([$0, $1]) }
    }
  }
}
