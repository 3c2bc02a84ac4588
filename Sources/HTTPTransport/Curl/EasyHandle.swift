internal import CCurl
internal import ConnectorKit

/// One of libcurl's transfer handles with the options all transfers share. Belongs to the holder of the event loop; used again and again.
final class EasyHandle {
  let raw: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let share: UnsafeMutableRawPointer?
  private let keepsCookies: Bool
  private var usesShare = false

  init?(options: CurlTransportOptions, authorities: CertificateAuthorities, share: UnsafeMutableRawPointer?) {
    guard let raw = curl_easy_init() else { return nil }
    self.raw = raw
    self.share = share
    keepsCookies = options.keepsCookies
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    _ = ccurl_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText)
    setUp(options)
    listen()
    trust(authorities)
  }

  deinit {
    curl_easy_cleanup(raw)
    errorText.deallocate()
  }

  /// What libcurl has to say about the last failure, "" when nothing.
  var detail: String { String(cString: errorText) }

  func set(_ option: CURLoption, _ value: Int) {
    _ = ccurl_set_long(raw, option, value)
  }

  func set(_ option: CURLoption, _ value: String?) {
    _ = ccurl_set_string(raw, option, value)
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    return ccurl_get_long(raw, info, &value) == CURLE_OK ? value : 0
  }

  func offset(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    return ccurl_get_offset(raw, info, &value) == CURLE_OK ? Int(value) : 0
  }

  /// Makes the handle ready for a transfer, which must outlive it.
  func prepare(for transfer: Transfer) {
    errorText.pointee = 0
    let request = transfer.request
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    _ = ccurl_set_pointer(raw, CURLOPT_WRITEDATA, context)
    _ = ccurl_set_pointer(raw, CURLOPT_HEADERDATA, context)
    _ = ccurl_set_pointer(raw, CURLOPT_PREREQDATA, context)
    set(CURLOPT_URL, transfer.url)
    // Wait for the first connection to a host to say whether it can carry more than one request. Without TLS none can, which libcurl
    // would only believe when the first answer is there.
    set(CURLOPT_PIPEWAIT, transfer.url.utf8.starts(with: "https:".utf8) ? 1 : 0)
    set(CURLOPT_PROXY, transfer.proxy ?? "")
    _ = ccurl_set_list(raw, CURLOPT_HTTPHEADER, transfer.headers.first)
    set(CURLOPT_CONNECTTIMEOUT_MS, Monotonic.milliseconds(request.timeouts.connect))
    set(CURLOPT_HTTP_CONTENT_DECODING, transfer.leavesOthers ? 1 : 0)
    // A smaller buffer bounds what libcurl can unpack of a highly packed body while its reader pauses.
    set(CURLOPT_BUFFERSIZE, transfer.isStreaming ? 32 << 10 : 128 << 10)
    setMethod(request)
    // A request that brings its own cookies goes past the jar, which would add a second Cookie header.
    share(!request.headers.contains("Cookie"))
  }

  /// Lets go of what belonged to the last transfer.
  func release() {
    _ = ccurl_set_list(raw, CURLOPT_HTTPHEADER, nil)
    _ = ccurl_set_pointer(raw, CURLOPT_WRITEDATA, nil)
    _ = ccurl_set_pointer(raw, CURLOPT_HEADERDATA, nil)
    _ = ccurl_set_pointer(raw, CURLOPT_PREREQDATA, nil)
    _ = ccurl_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, nil)
  }

  private func setMethod(_ request: HTTPRequest) {
    // Also undoes the POST or HEAD of the transfer before.
    set(CURLOPT_HTTPGET, 1)
    set(CURLOPT_CUSTOMREQUEST, nil)
    if request.method == "HEAD" {
      set(CURLOPT_NOBODY, 1)
      return
    }
    if request.method == "GET" && request.body == nil { return }
    let body = request.body ?? []
    set(CURLOPT_POST, 1)
    _ = ccurl_set_offset(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
    body.withUnsafeBytes { bytes in
      _ = withUnsafePointer(to: 0 as CChar) { empty in
        let start = bytes.baseAddress ?? UnsafeRawPointer(empty)
        return ccurl_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
      }
    }
    if request.method != "POST" { set(CURLOPT_CUSTOMREQUEST, request.method) }
  }

  private func setUp(_ options: CurlTransportOptions) {
    set(CURLOPT_NOSIGNAL, 1)
    // A name that is being looked up does not keep its transfer from being ended (libcurl 7.87 and later; others refuse the option).
    set(CURLoption(rawValue: 322), 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_ACCEPT_ENCODING, BodyEncoding.accepted)
    set(CURLOPT_USERAGENT, options.userAgent)
    set(CURLOPT_HTTP_VERSION, LibCurl.speaksHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_MAXAGE_CONN, max(1, options.idleConnectionSeconds))
    // The environment was read by ProxyRules; libcurl shall not read it again by rules of its own.
    set(CURLOPT_NOPROXY, "")
  }

  private func listen() {
    _ = ccurl_set_callback(raw, CURLOPT_WRITEFUNCTION) { data, size, count, context in
      guard let data, let context else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      let length = size * count
      return data.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
        transfer.receiveBody(UnsafeBufferPointer(start: bytes, count: length))
      }
    }
    _ = ccurl_set_callback(raw, CURLOPT_HEADERFUNCTION) { data, size, count, context in
      guard let data, let context else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      let length = size * count
      data.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
        transfer.receiveHeader(UnsafeBufferPointer(start: bytes, count: length))
      }
      return length
    }
    _ = ccurl_set_prerequest_callback(raw) { context, _, _, _, _ in
      guard let context else { return CURL_PREREQFUNC_OK }
      Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().markConnected()
      return CURL_PREREQFUNC_OK
    }
  }

  private func trust(_ authorities: CertificateAuthorities) {
    if let file = authorities.file {
      set(CURLOPT_CAINFO, file)
      set(CURLOPT_PROXY_CAINFO, file)
    }
    if let directory = authorities.directory {
      set(CURLOPT_CAPATH, directory)
      set(CURLOPT_PROXY_CAPATH, directory)
    }
  }

  private func share(_ wanted: Bool) {
    guard wanted != usesShare else { return }
    usesShare = wanted
    _ = ccurl_set_pointer(raw, CURLOPT_SHARE, wanted ? share : nil)
    // The empty name reads no file, but sets libcurl's cookie engine to work on the shared jar.
    if keepsCookies { set(CURLOPT_COOKIEFILE, wanted ? "" : nil) }
  }
}
