internal import CCurl
internal import ConnectorKit

/// One of libcurl's transfer handles with the options all transfers share. Belongs to the event thread; used again and again.
final class EasyHandle {
  let raw: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let share: UnsafeMutableRawPointer?
  private var usesShare = false

  init?(options: CurlTransportOptions, authorities: CertificateAuthorities, share: UnsafeMutableRawPointer?) {
    guard let raw = curl_easy_init() else { return nil }
    self.raw = raw
    self.share = share
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    _ = ccurl_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText)
    setUp(options)
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
    set(CURLOPT_URL, transfer.url)
    set(CURLOPT_PROXY, transfer.proxy ?? "")
    _ = ccurl_set_list(raw, CURLOPT_HTTPHEADER, transfer.headers.first)
    set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.timeouts.connect))
    set(CURLOPT_LOW_SPEED_TIME, (Self.milliseconds(request.timeouts.idle) + 999) / 1000)
    set(CURLOPT_HTTP_CONTENT_DECODING, 1)
    // A smaller buffer bounds what a highly packed body can unpack to while its reader pauses.
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
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_ACCEPT_ENCODING, "")
    set(CURLOPT_USERAGENT, options.userAgent)
    set(CURLOPT_HTTP_VERSION, LibCurl.speaksHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
    // Wait for the first connection to a host to say whether it can carry more than one request.
    set(CURLOPT_PIPEWAIT, 1)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    // The environment was read by ProxyRules; libcurl shall not read it again by rules of its own.
    set(CURLOPT_NOPROXY, "")
    _ = ccurl_set_callback(raw, CURLOPT_WRITEFUNCTION) { data, size, count, context in
      guard let data, let context else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      let length = size * count
      return data.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
        switch transfer.sink.receive(UnsafeBufferPointer(start: bytes, count: length)) {
        case .taken: return length
        case .pause: return Int(CURL_WRITEFUNC_PAUSE)
        case .tooLarge:
          transfer.isTooLarge = true
          return length == 0 ? 1 : 0
        }
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
  }

  private static func milliseconds(_ seconds: Double) -> Int {
    // Zero would mean libcurl's own default; a day is as good as for ever.
    seconds.isNaN ? 86_400_000 : Int(min(max(seconds, 0.001), 86_400) * 1000)
  }
}
