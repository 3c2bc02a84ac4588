internal import CCurl
internal import ConnectorKit

/// One request on its way.
///
/// Unchecked: what can change belongs to the holder of the event loop; the rest is fixed before the loop hears of the transfer.
final class Transfer: @unchecked Sendable {
  let request: HTTPRequest
  let proxy: String?
  let sink: any TransferSink
  let isStreaming: Bool
  let headers: RequestHeaderList
  /// The address as it goes to libcurl, without user name and password.
  let url: String

  /// The handle that carries the transfer, nil before it starts and after it has ended.
  var handle: EasyHandle?
  var isStarted = false
  var isCancelled = false
  /// True once the sink refused the body for its length.
  private(set) var isTooLarge = false
  /// Whether the request has a connection; until then the connect timeout counts, and not the idle one.
  private(set) var isConnected = false
  /// Whether the sink keeps the server waiting, so that silence means nothing.
  private var isPaused = false
  private let idleLimit: Int
  private var lastActivity = 0
  /// Over so many idle limits a byte a second must move in the mean.
  private static let paceLimits = 10
  /// Since when bytes are counted for that, and how many have moved since.
  private var paceStart = 0
  private var paceBytes = 0
  /// Whether bytes move, but so slowly that there is no end to be waited for.
  private(set) var isTooSlow = false
  private var uploaded = 0
  private var wentAgain = false
  /// Whether the head has come without anything of the body.
  var isBodyDue = false
  private var isFinished = false
  private var headerBlock = ResponseHeaderBlock()
  private var unpacker: BodyUnpacker?
  /// Whether the body is in an encoding that nobody unpacks.
  private var isRefused = false
  private let takesCutBodies: Bool
  /// Whether libcurl may unpack what is not unpacked here.
  let leavesOthers: Bool

  init(
    _ request: HTTPRequest, proxy: String?, sink: any TransferSink, isStreaming: Bool, options: CurlTransportOptions
  ) throws(TransportError) {
    let url = try Self.checked(request.url)
    guard RequestHeaderList.isToken(request.method) else {
      let location = WebAddress(request.url).location
      throw TransportError(.badRequest, "The HTTP method must be a word such as GET or POST.", location: location)
    }
    self.request = request
    self.proxy = proxy
    self.sink = sink
    self.isStreaming = isStreaming
    takesCutBodies = options.takesCutBodies
    leavesOthers = options.leavesOtherEncodingsToLibcurl
    idleLimit = Monotonic.milliseconds(request.timeouts.idle)
    self.url = url
    headers = try RequestHeaderList(request, location: WebAddress(request.url).location)
  }

  /// An address without user name and password.
  ///
  /// - Throws: `.badURL` when nothing can be requested there.
  private static func checked(_ url: String) throws(TransportError) -> String {
    guard url.utf8.count <= longestAddress else { throw TransportErrors.longAddress(url, limit: longestAddress) }
    guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { throw TransportErrors.badAddress(WebAddress(url)) }
    if hasPlainHost(url) { return url }
    let address = WebAddress(url)
    guard address.isHTTP else { throw TransportErrors.badAddress(address) }
    return address.userInfo == nil ? url : address.withoutUserInfo.text
  }

  /// Whether nothing but a host, with a port or without, stands between `http://` or `https://` and the path, as nearly always.
  private static func hasPlainHost(_ url: String) -> Bool {
    let bytes = url.utf8
    let isHTTP = bytes.starts(with: "http://".utf8)
    guard isHTTP || bytes.starts(with: "https://".utf8) else { return false }
    let rest = bytes.dropFirst(isHTTP ? 7 : 8)
    let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    guard let first = host.first, first != UInt8(ascii: ":") else { return false }
    return host.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x2D && $0 <= 0x3A && $0 != UInt8(ascii: "/") }
  }

  /// libcurl takes no more bytes than this in an address.
  private static let longestAddress = 8_000_000

  var location: String { WebAddress(request.url).location }

  /// Whether the head of the final answer has come to its end.
  var hasHead: Bool { headerBlock.isComplete }

  /// Takes a line of the answer's head.
  func receiveHeader(_ line: UnsafeBufferPointer<UInt8>) {
    // Only a new answer is a sign of life, not each line: a head must be there within the idle limit.
    if line.starts(with: "HTTP/".utf8) { markActivity() }
    guard headerBlock.append(line) else { return }
    markActivity()
    let head = headerBlock.head(url: request.url)
    if let header = head.headers["Content-Encoding"] { prepareUnpacking(BodyEncoding(header: header), status: head.status) }
    isBodyDue = true
    sink.receive(head)
  }

  private func prepareUnpacking(_ encoding: BodyEncoding, status: Int) {
    switch encoding {
    case .plain: break
    case .packed(let format):
      // What a redirect says besides its target does not matter.
      unpacker = BodyUnpacker(format, takesCutBodies: takesCutBodies || (300..<400).contains(status))
    case .other:
      isRefused = !leavesOthers
      return
    }
    // libcurl would refuse what it does not know, and not notice a cut in what it does.
    if leavesOthers { handle?.set(CURLOPT_HTTP_CONTENT_DECODING, 0) }
  }

  /// Hands a part of the body on; the count of bytes taken, or what libcurl is to do instead.
  func receiveBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    isBodyDue = false
    paceBytes += bytes.count
    markActivity()
    let verdict = isRefused ? .taken : unpacker?.receive(bytes, into: sink) ?? sink.receive(bytes)
    switch verdict {
    case .taken:
      return damage == nil ? bytes.count : bytes.isEmpty ? 1 : 0
    case .pause:
      isPaused = true
      return Int(CURL_WRITEFUNC_PAUSE)
    case .tooLarge:
      isTooLarge = true
      return bytes.isEmpty ? 1 : 0
    }
  }

  /// Why the body cannot be unpacked, a phrase; nil when it can.
  var damage: String? {
    if isRefused { return "unsupported `Content-Encoding`" }
    return unpacker?.damage
  }

  /// Where a body ends whose packed data goes on, in bytes; nil for others. To be asked when nothing more comes.
  var cut: Int? { unpacker?.cut }

  /// Lets the server go on after a pause.
  func resume() {
    guard isPaused, let handle else { return }
    isPaused = false
    markActivity()
    startPace(lastActivity)
    curl_easy_pause(handle.raw, CURLPAUSE_CONT)
  }

  private func markActivity() {
    lastActivity = Monotonic.milliseconds
  }

  func markConnected() {
    isConnected = true
    markActivity()
    startPace(lastActivity)
  }

  private func startPace(_ now: Int) {
    paceStart = now
    paceBytes = 0
  }

  /// When it is to be looked at again whether anything still moves; at once or earlier when nothing has for too long.
  func deadline(now: Int) -> Int {
    guard isConnected, !isPaused else {
      lastActivity = now
      startPace(now)
      return now + idleLimit
    }
    let sent = handle?.offset(CURLINFO_SIZE_UPLOAD_T) ?? 0
    if sent != uploaded {
      paceBytes += max(0, sent - uploaded)
      uploaded = sent
      lastActivity = now
    }
    if now - paceStart >= paceLimit {
      isTooSlow = paceBytes < (now - paceStart) / 1000
      if isTooSlow { return now }
      startPace(now)
    }
    return min(lastActivity + idleLimit, paceStart + paceLimit)
  }

  /// The milliseconds over which the pace is measured.
  var paceLimit: Int { idleLimit * Self.paceLimits }

  /// Whether a request that failed on a kept connection may be sent once more: the server closes those when it likes, and one
  /// whose limit of HTTP/2 streams is used up says so only when the next request is there.
  func mayGoAgain(_ code: CURLcode) -> Bool {
    let isBreak = [CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING].contains(code)
    let isSafe = request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS"
    guard isBreak, isSafe, headerBlock.isEmpty, !wentAgain, let handle, handle.number(CURLINFO_NUM_CONNECTS) == 0 else { return false }
    wentAgain = true
    isConnected = false
    uploaded = 0
    return true
  }

  /// Tells the one who waits; false when that was done before.
  func finish(_ error: TransportError?) -> Bool {
    guard !isFinished else { return false }
    isFinished = true
    sink.finish(error)
    return true
  }
}
