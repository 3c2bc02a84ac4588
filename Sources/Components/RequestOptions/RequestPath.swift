internal import ConnectorKit

/// The page token is the path, or the whole address, of the next page.
struct RequestPath: PageTokenOption {
  static let spec = ComponentSpec<RequestPath>(
    "RequestPath", "The page token replaces the path or the whole address of the request.",
    examples: ["type: RequestPath"],
    make: { RequestPath() })

  var requestOption: RequestOption? { nil }
}
