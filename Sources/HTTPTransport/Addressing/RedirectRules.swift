internal import ConnectorKit

/// What is asked next when a server says "look there".
enum RedirectRules {
  /// The headers that hold no credential, so that another host may see them.
  private static let harmlessHeaders = [
    "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "If-Match", "If-Modified-Since", "If-None-Match",
    "If-Range", "If-Unmodified-Since", "Pragma", "Range", "User-Agent",
  ]

  /// The request that follows `request` after `head`, nil when the answer is no redirect that can be followed.
  ///
  /// One that leads to another origin carries nothing that may be a credential: no header that is not known to be harmless, no cookie of
  /// its own and no body, which may hold one as well. Parameters of the new address that repeat a credential are left out.
  ///
  /// - Parameter isSecret: whether the value of a parameter is a secret.
  static func next(
    after request: HTTPRequest, head: HTTPResponseHead, trusting hosts: TrustedHosts, isSecret: (String) -> Bool = { _ in false }
  ) -> HTTPRequest? {
    guard [301, 302, 303, 307, 308].contains(head.status), let location = head.headers["Location"], !location.isEmpty else { return nil }
    let old = WebAddress(request.url)
    let new = target(of: location, from: old)
    guard new.canBeRequested else { return nil }
    var next = request
    next.url = new.text
    next.method = method(request.method, status: head.status)
    if head.status != 307 && head.status != 308 { next.dropBody() }
    // The cookies for the new address are those in the jar.
    next.headers["Cookie"] = nil
    next.headers["Proxy-Authorization"] = nil
    if leavesOrigin(old, new), !(hosts.contain(new.host) && !(old.scheme == "https" && new.scheme == "http")) {
      next.dropBody()
      next.url = withoutCredentials(new, of: request, isSecret).text
      next.headers = HTTPHeaders(next.headers.fields.filter { field in harmlessHeaders.contains { HTTPHeaders.matches($0, field.name) } })
    }
    return next
  }

  /// The address without the parameters whose values are credentials: a server that puts the query of the request into the new address
  /// does not know them.
  private static func withoutCredentials(_ new: WebAddress, of request: HTTPRequest, _ isSecret: (String) -> Bool) -> WebAddress {
    guard let query = new.query else { return new }
    let sent = (WebAddress(request.url).query ?? "").split(separator: "&").flatMap { FormEncoding.decode(String($0)) }
    let credentials = sent.filter { request.credentialParameters.contains($0.key) }.map(\.value)
    let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { pair in
      !FormEncoding.decode(String(pair)).values.contains { credentials.contains($0) || isSecret($0) }
    }
    var address = new
    address.query = kept.isEmpty ? nil : kept.joined(separator: "&")
    return address
  }

  private static func method(_ method: String, status: Int) -> String {
    switch status {
    case 303 where method != "HEAD", 302 where method != "HEAD", 301 where method == "POST": "GET"
    default: method
    }
  }

  private static func target(of location: String, from old: WebAddress) -> WebAddress {
    // Header values are taken as Latin-1, but addresses in them are UTF-8 in practice.
    let text = HeaderText.latin1Bytes(location).map { String(decoding: $0, as: UTF8.self) } ?? location
    var reference = WebAddress(text)
    if reference.fragment?.isEmpty ?? true { reference.fragment = old.fragment }
    return old.resolving(WebAddress(PercentEncoding.tidied(reference.text)))
  }

  /// Whether credentials must not follow: another host, port or scheme, but for the step from http to https on the usual ports.
  static func leavesOrigin(_ old: WebAddress, _ new: WebAddress) -> Bool {
    if old.host != new.host { return true }
    let usual = ["http": 80, "https": 443]
    let oldPort = old.port ?? usual[old.scheme]
    let newPort = new.port ?? usual[new.scheme]
    if old.scheme == "http", oldPort == 80, new.scheme == "https", newPort == 443 { return false }
    return old.scheme != new.scheme || oldPort != newPort
  }
}

extension HTTPRequest {
  fileprivate mutating func dropBody() {
    body = nil
    for name in ["Content-Length", "Content-Type", "Transfer-Encoding"] { headers[name] = nil }
  }
}
