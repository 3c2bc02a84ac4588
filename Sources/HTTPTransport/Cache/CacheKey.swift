internal import ConnectorKit

/// What makes two requests the same one for the cache.
///
/// The name of the cache, method, address, headers and body count. The order of query parameters and headers does not, nor do the usual
/// carriers of credentials: a token that was renewed in the middle of a run changes nothing about the data.
struct CacheKey: Hashable, Sendable {
  private static let credentialHeaders: Set<String> = [
    "authorization", "proxy-authorization", "x-api-key", "x-auth-token", "x-api-token", "x-access-token",
  ]
  private static let credentialParameters: Set<Substring> = ["access_token", "api_key", "apikey"]

  private let name: String
  private let method: String
  private let url: String
  private let headers: [HTTPHeader]
  private let body: [UInt8]
  private let followsRedirects: Bool

  /// Nil for a request that is never answered from the cache.
  init?(_ request: HTTPRequest) {
    guard let name = request.cache, request.method == "GET" || request.method == "HEAD" else { return nil }
    let control = request.headers["Cache-Control"]?.lowercased() ?? ""
    guard !control.contains("no-cache"), !control.contains("no-store") else { return nil }
    self.name = name
    method = request.method
    url = Self.sorted(request.url)
    headers = request.headers.fields
      .map { field in
        let name = field.name.lowercased()
        return HTTPHeader(name: name, value: Self.credentialHeaders.contains(name) ? "" : field.value)
      }
      .sorted { $0.name == $1.name ? $0.value < $1.value : $0.name < $1.name }
    body = request.body ?? []
    followsRedirects = request.followsRedirects
  }

  /// About how many bytes the key takes.
  var cost: Int {
    headers.reduce(name.utf8.count + url.utf8.count + body.count + 64) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
  }

  private static func sorted(_ url: String) -> String {
    var address = WebAddress(url)
    guard let query = address.query else { return url }
    address.query = query.split(separator: "&")
      .map { pair in
        guard let sign = pair.utf8.firstIndex(of: UInt8(ascii: "=")), credentialParameters.contains(pair[..<sign]) else { return pair }
        return pair[...sign]
      }
      .sorted()
      .joined(separator: "&")
    return address.text
  }
}
