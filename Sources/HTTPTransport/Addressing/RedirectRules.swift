internal import ConnectorKit

/// What is asked next when a server says "look there".
enum RedirectRules {
  /// Whether an answer is a redirect that can be followed.
  static func isRedirect(_ head: HTTPResponseHead) -> Bool {
    [301, 302, 303, 307, 308].contains(head.status) && head.headers.contains("Location")
  }

  /// The request that follows `request` after `head`, nil when the answer is no redirect.
  static func next(after request: HTTPRequest, head: HTTPResponseHead) -> HTTPRequest? {
    guard isRedirect(head), let location = head.headers["Location"] else { return nil }
    let old = WebAddress(request.url)
    let new = target(of: location, from: old)
    var next = request
    next.url = new.text
    next.method = method(request.method, status: head.status)
    if head.status != 307 && head.status != 308 {
      next.body = nil
      for name in ["Content-Length", "Content-Type", "Transfer-Encoding"] { next.headers[name] = nil }
    }
    // The cookies for the new address are those in the jar.
    next.headers["Cookie"] = nil
    next.headers["Proxy-Authorization"] = nil
    if leavesOrigin(old, new) { next.headers["Authorization"] = nil }
    return next
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
