internal import ConnectorKit
internal import JSON

/// The first page of a slice that stands in the record of the parent.
enum EmbeddedFirstPage {
  /// The extra field of a slice that holds the page.
  static let field = "child_response"

  /// The page as the API would have answered it; nil when the slice has none.
  static func response(in slice: StreamSlice) -> Response? {
    guard let page = slice.extraFields[field] else { return nil }
    let body = Array(JSONText.compact(page).utf8)
    return Response(
      HTTPResponse(head: HTTPResponseHead(status: 200, url: ""), body: body), to: HTTPRequest(method: "GET", url: ""))
  }
}
