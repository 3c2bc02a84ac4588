public import Dates

extension TemplateError {
  /// A failure to read, compute or write a date, as templates see it.
  public init(_ error: DateError) {
    switch error.kind {
    case .value: self.init(.valueError, error.message)
    case .type: self.init(.typeError, error.message)
    case .overflow: self.init(.overflow, error.message)
    case .repeatedDirective: self.init(.regularExpression, error.message)
    case .duration: self.init(.iso8601, error.message)
    }
  }
}
