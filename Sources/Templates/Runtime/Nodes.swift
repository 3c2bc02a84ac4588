/// A compiled expression.
protocol Evaluable: AnyObject, Sendable {
  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue
  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool
}

extension Evaluable {
  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool { try evaluate(runtime).truth() }
}

/// A compiled statement.
protocol Renderable: AnyObject, Sendable {
  func render(_ runtime: TemplateRuntime) throws(TemplateError)
}
