internal import ConnectorKit

/// An answer with a status from 300 to 399 that led nowhere, so that it holds no data.
struct UnfollowedRedirect {
  private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

  private let response: HTTPResponse

  /// Nil for any other answer, and for a 304 that the request asked for.
  ///
  /// - Parameter onlyBadAddresses: whether only those count that the reference refuses as well: addresses at which nothing can be requested.
  init?(_ response: Response, onlyBadAddresses: Bool) {
    self.init(response.http, to: response.request, onlyBadAddresses: onlyBadAddresses)
  }

  init?(_ response: HTTPResponse, to request: HTTPRequest, onlyBadAddresses: Bool = false) {
    guard (300..<400).contains(response.status), request.followsRedirects else { return nil }
    if response.status == 304, request.headers.contains("If-None-Match") || request.headers.contains("If-Modified-Since") { return nil }
    if onlyBadAddresses, !Self.redirects.contains(response.status) || response.headers["Location"]?.isEmpty ?? true { return nil }
    self.response = response
  }

  /// What the answer says, a phrase.
  var problem: String {
    let status = "HTTP status \(response.status)"
    switch response.status {
    case 304: return "\(status), not modified, to a request without a condition"
    case let code where Self.redirects.contains(code):
      guard let location = response.headers["Location"], !location.isEmpty else {
        return "\(status), a redirect without an address in the `Location` header"
      }
      return "\(status), a redirect to `\(Address(location).redacted)`, which is not an HTTP address"
    default: return "\(status), which names no address to go on with"
    }
  }

  /// It fails, unless the answer says when to come back.
  var resolution: ErrorResolution {
    ErrorResolution(
      response.headers.contains("Retry-After") ? .retry : .fail, .system,
      "The API answered with \(problem). Check the address in the manifest; a response filter for this status can allow it.")
  }
}
