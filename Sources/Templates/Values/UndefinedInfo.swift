/// Why a value is undefined, for the message when somebody uses it after all.
public final class UndefinedInfo: Sendable {
  /// The name or key that was looked up.
  public let name: String
  /// Said instead of the usual "is undefined", when given.
  public let hint: String?
  /// The class of the error that using the value raises.
  public let errorKind: TemplateError.Kind

  public init(name: String, hint: String? = nil, errorKind: TemplateError.Kind = .undefinedError) {
    self.name = name
    self.hint = hint
    self.errorKind = errorKind
  }

  /// The error for using the value.
  public var error: TemplateError { TemplateError(errorKind, hint ?? "'\(name)' is undefined") }
}
