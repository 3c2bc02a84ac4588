internal import CCurl
internal import ConnectorKit
internal import Glibc

/// Failures in plain words: what happened, where, and what can be done.
enum TransportErrors {
  static func badAddress(_ address: WebAddress) -> TransportError {
    let location = address.location
    let message =
      switch true {
      case address.text.isEmpty:
        "The URL is empty: check the template or setting that it comes from."
      case address.scheme.isEmpty, address.authority == nil:
        "\"\(location)\" is not a complete URL: it must start with https:// or http:// and a host name."
      case address.scheme != "http" && address.scheme != "https":
        "\"\(location)\" cannot be requested: the scheme must be http or https, not \(address.scheme)."
      case address.host.isEmpty:
        "\"\(location)\" has no host: check the parts that the URL is made of."
      case address.text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }:
        "The URL at host \(address.host) contains spaces or control characters; percent-encode them."
      default:
        "The host and port of \"\(location)\" are not valid: check the parts that the URL is made of."
      }
    return TransportError(.badURL, message, location: location)
  }

  static func cancelled(_ transfer: Transfer) -> TransportError {
    TransportError(.cancelled, "The request to \(transfer.location) was cancelled.", location: transfer.location)
  }

  static func unavailable(_ transfer: Transfer) -> TransportError {
    TransportError(
      .connect, "The request to \(transfer.location) could not be started: the system is out of resources.",
      location: transfer.location)
  }

  static func tooManyRedirects(_ request: HTTPRequest, limit: Int) -> TransportError {
    let location = WebAddress(request.url).location
    return TransportError(
      .tooManyRedirects,
      "More than \(limit) redirects, the last one to \(location): "
        + "the server may redirect in a circle; check the URL and the credentials.",
      location: location)
  }

  static func silent(_ transfer: Transfer) -> TransportError {
    Place(transfer).silent(transfer.request.timeouts.idle)
  }

  static func slow(_ transfer: Transfer) -> TransportError {
    Place(transfer).slow(Double(transfer.paceLimit) / 1000)
  }

  static func longAddress(_ url: String, limit: Int) -> TransportError {
    let host = WebAddress(String(decoding: url.utf8.prefix(4096), as: UTF8.self)).hostAndPort
    return TransportError(
      .badURL, "The URL at host \(host) has \(url.utf8.count) bytes; the limit is \(limit).", location: String(host))
  }

  /// For a transfer that ended well before there was an answer.
  static let noHead = TransportError(.reset, "The connection was closed before the response headers were complete.", location: "")

  /// What is wrong with an answer that libcurl takes for whole; nil when nothing is.
  static func incomplete(_ transfer: Transfer) -> TransportError? {
    // libcurl is content with a connection that is closed in the midst of the head.
    guard transfer.hasHead else { return Place(transfer).cutHead() }
    if let damage = transfer.damage { return Place(transfer).damaged(damage) }
    return transfer.cut.map { Place(transfer).cut($0) }
  }

  /// What a failed transfer came to.
  static func failure(
    of transfer: Transfer, code: CURLcode, handle: EasyHandle, authorities: CertificateAuthorities?, _ options: CurlTransportOptions
  ) -> TransportError {
    let place = Place(transfer)
    if transfer.isTooLarge {
      return place.error(
        .tooLarge,
        "The response from \(place.host) is longer than the limit of \(options.maximumBodyBytes) bytes: "
          + "request smaller pages.")
    }
    if let damage = transfer.damage { return place.damaged(damage) }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      return place.error(
        .resolve, "The host name \(place.host) could not be resolved: check its spelling and DNS.")
    case CURLE_COULDNT_CONNECT:
      return transfer.proxy == nil ? place.notConnected(handle) : place.proxyFailed(handle)
    case CURLE_OPERATION_TIMEDOUT:
      return place.notConnectedInTime(transfer.request.timeouts.connect)
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
      return place.proxyFailed(handle)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_USE_SSL_FAILED,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT:
      return place.tlsFailed(code, handle, authorities)
    case CURLE_URL_MALFORMAT:
      return badAddress(WebAddress(transfer.request.url))
    case CURLE_BAD_CONTENT_ENCODING:
      return place.damaged("it could not be decompressed")
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      return place.error(.reset, "The server at \(place.host) does not speak HTTP: check scheme and port of \(place.location).")
    case CURLE_RECV_ERROR where transfer.proxy != nil && handle.number(CURLINFO_HTTP_CONNECTCODE) >= 300:
      return place.proxyFailed(handle)
    case CURLE_OUT_OF_MEMORY where transfer.isConnected && !transfer.hasHead, CURLcode(rawValue: 100) where !transfer.hasHead:
      return place.longHeader()
    case CURLE_RECV_ERROR where handle.detail.hasPrefix("Too large response headers"):
      return place.longHead(handle)
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_WRITE_ERROR,
      CURLE_READ_ERROR, CURLE_SEND_FAIL_REWIND:
      return place.broken(handle, code)
    default:
      return place.failed(handle, code)
    }
  }
}

/// The place a message speaks of.
private struct Place {
  let host: String
  let location: String
  let proxy: String?

  init(_ transfer: Transfer) {
    let address = WebAddress(transfer.request.url)
    host = String(address.hostAndPort)
    location = address.location
    // The proxy's address may hold a password.
    proxy = transfer.proxy.map { String(WebAddress($0).hostAndPort) }
  }

  func error(_ kind: TransportError.Kind, _ message: String) -> TransportError {
    TransportError(kind, message, location: location)
  }

  func notConnected(_ handle: EasyHandle) -> TransportError {
    let number = handle.number(CURLINFO_OS_ERRNO)
    let reason = number == 0 ? "" : " (\(String(cString: strerror(Int32(truncatingIfNeeded: number)))))"
    return error(
      .connect, "Cannot connect to \(host)\(reason): check host, port and firewall, and that the server is running.")
  }

  func proxyFailed(_ handle: EasyHandle) -> TransportError {
    let status = handle.number(CURLINFO_HTTP_CONNECTCODE)
    let reason =
      switch status {
      case 407: "it requires a user name and a password; add them to the proxy's URL"
      case 0..<300: "it could not be reached"
      default: "it refused with status \(status)"
      }
    return error(
      .proxy,
      "The proxy \(proxy ?? "") rejected the request to \(host): \(reason). "
        + "Check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY.")
  }

  func notConnectedInTime(_ seconds: Double) -> TransportError {
    error(
      .timeout, "Cannot connect to \(host) within \(Self.shown(seconds)) seconds: the server does not respond or is blocked.")
  }

  func slow(_ seconds: Double) -> TransportError {
    error(
      .timeout, "\(host) sent less than one byte per second for \(Self.shown(seconds)) seconds; the request was cancelled.")
  }

  func cutHead() -> TransportError {
    error(.reset, "The connection to \(host) was closed before the response headers were complete.")
  }

  func longHeader() -> TransportError {
    error(
      .tooLarge,
      "A response header from \(host) is longer than the limit of \(Self.longestHeader) bytes. Report it to the API's operators.")
  }

  func longHead(_ handle: EasyHandle) -> TransportError {
    error(.tooLarge, "The response headers from \(host) exceed the size limit (\(handle.detail)). Report it to the API's operators.")
  }

  /// A failure that has no other name here.
  func failed(_ handle: EasyHandle, _ code: CURLcode) -> TransportError {
    let name = String(cString: curl_easy_strerror(code))
    let detail = handle.detail.isEmpty || handle.detail == name ? "" : ": \(handle.detail)"
    return error(.reset, "The request to \(host) failed in libcurl with error \(code.rawValue), \(name)\(detail).")
  }

  /// libcurl's limit for one line.
  private static let longestHeader = 102_400

  func silent(_ seconds: Double) -> TransportError {
    error(.timeout, "\(host) sent nothing for \(Self.shown(seconds)) seconds; the request was cancelled.")
  }

  func tlsFailed(_ code: CURLcode, _ handle: EasyHandle, _ authorities: CertificateAuthorities?) -> TransportError {
    let detail = handle.detail
    if code == CURLE_SSL_CACERT_BADFILE {
      let source = authorities?.variable.map { "named by \($0)" } ?? "of the system"
      return error(
        .tls, "Cannot read the trusted certificates \(source), so \(host) cannot be verified: check the file and its format.")
    }
    guard code == CURLE_PEER_FAILED_VERIFICATION else {
      return error(.tls, "TLS connection to \(host) failed: \(detail). Check that the server speaks TLS on that port.")
    }
    return error(
      .tls,
      "The certificate of \(host) is not trusted: \(detail). If a private authority signed it, "
        + (authorities?.variable.map { "add that authority's certificate to the file named by \($0)." }
          ?? "name that authority's certificate file in SSL_CERT_FILE."))
  }

  func damaged(_ problem: String) -> TransportError {
    error(.decoding, "The response from \(host) does not match its Content-Encoding header: \(problem).")
  }

  func cut(_ count: Int) -> TransportError {
    error(
      .decoding,
      "The response from \(host) is cut off after \(count) bytes, before the end of its compressed data. "
        + "The server, or a proxy on the way, closed the connection early.")
  }

  func broken(_ handle: EasyHandle, _ code: CURLcode) -> TransportError {
    let detail = handle.detail.isEmpty ? String(cString: curl_easy_strerror(code)) : handle.detail
    return error(.reset, "The connection to \(host) was lost before the response was complete: \(detail).")
  }

  private static func shown(_ seconds: Double) -> String {
    seconds == seconds.rounded() && abs(seconds) < 1e9 ? String(Int(seconds)) : String(seconds)
  }
}
