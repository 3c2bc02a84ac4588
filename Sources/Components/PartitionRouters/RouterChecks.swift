internal import Document

/// What routers that are made of other routers demand of these.
enum RouterChecks {
  static func requestOptions(in type: String, at location: SourceLocation?) -> Diagnostic {
    Diagnostic(
      code: .requestOption, "a router inside a \(type) must not have a `request_option`", at: location,
      fix: "use the value in the request's own fields, as in \"{{ stream_partition['id'] }}\"")
  }
}
