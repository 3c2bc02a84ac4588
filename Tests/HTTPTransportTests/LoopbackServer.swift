import ConnectorKit
import Glibc
import Synchronization

/// A server on a free loopback port that hands raw requests to a closure, which writes raw answers: any firstInvalid can be tested.
final class LoopbackServer: Sendable {
  typealias Handler = @Sendable (Exchange) -> Void

  private struct Log {
    var connections = 0
    var requests: [ReceivedRequest] = []
    var isOpen = true
  }

  let port: Int
  private let listener: Int32
  private let log = Mutex(Log())
  private let greeting: String
  private let handler: Handler

  /// - Parameter greeting: Sent as soon as somebody connects, before any request.
  init(greeting: String = "", _ handler: @escaping Handler) throws {
    self.greeting = greeting
    self.handler = handler
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    port = try bindLoopback(listener)
    guard listen(listener, 512) == 0 else { throw LoopbackError() }
    Threads.start { [self] in accept() }
  }

  deinit {
    close(listener)
  }

  /// Ends the accepting thread, which keeps the server alive.
  func stop() {
    log.withLock { $0.isOpen = false }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  var connections: Int { log.withLock { $0.connections } }
  var requests: [ReceivedRequest] { log.withLock { $0.requests } }

  private func accept() {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
      guard connection >= 0, log.withLock({ $0.isOpen }) else { return }
      var noDelay: Int32 = 1
      setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(4))
      log.withLock { $0.connections += 1 }
      Threads.start { [self] in serve(connection) }
    }
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var reader = RequestReader(connection: connection)
    if !greeting.isEmpty { _ = greeting.withCString { Glibc.send(connection, $0, greeting.utf8.count, Int32(MSG_NOSIGNAL)) } }
    var isFirst = true
    while let request = reader.next() {
      log.withLock { $0.requests.append(request) }
      let exchange = Exchange(request: request, connection: connection, countsAsFirst: isFirst)
      isFirst = false
      handler(exchange)
      if exchange.isClosed { return }
    }
  }
}

struct LoopbackError: Error {}

/// Binds a socket to a free port on 127.0.0.1.
///
/// - Returns: the port.
func bindLoopback(_ descriptor: Int32) throws -> Int {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
      bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
    }
  }
  guard isBound else { throw LoopbackError() }
  return Int(UInt16(bigEndian: address.sin_port))
}

/// A request as it came over the wire.
struct ReceivedRequest: Sendable {
  var method: String
  var target: String
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// One request and the way back.
final class Exchange: Sendable {
  let request: ReceivedRequest
  let connection: Int32
  private let closed = Mutex(false)

  /// Whether nothing was asked on this connection before.
  let countsAsFirst: Bool

  init(request: ReceivedRequest, connection: Int32, countsAsFirst: Bool) {
    self.request = request
    self.countsAsFirst = countsAsFirst
    self.connection = connection
  }

  var isClosed: Bool { closed.withLock { $0 } }
  func close() { closed.withLock { $0 = true } }

  /// Breaks the connection instead of closing it in an orderly way.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// Answers nothing for as long as the client keeps the connection: what ends the exchange is the client alone.
  func waitUntilClientLeaves() {
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) > 0 {}
    close()
  }

  /// False when the client has gone.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  func answer(_ status: Int = 200, _ headers: [(String, String)] = [], body: [UInt8] = []) {
    var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    write(Array((head + "\r\n").utf8) + (request.method == "HEAD" ? [] : body))
  }

  func answer(_ text: String) { answer(200, [], text) }

  func answer(_ status: Int, _ headers: [(String, String)], _ text: String) {
    answer(status, headers, body: Array(text.utf8))
  }
}

private struct RequestReader {
  let connection: Int32
  private var buffer: [UInt8] = []

  init(connection: Int32) {
    self.connection = connection
  }

  mutating func next() -> ReceivedRequest? {
    var end = headEnd()
    while end == nil {
      guard fill() else { return nil }
      end = headEnd()
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
    buffer.removeFirst(end + 4)
    let start = lines[0].split(separator: " ")
    let headers = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (name: String(line[..<colon]), value: String(line[colon...].dropFirst().drop { $0 == " " }))
    }
    var request = ReceivedRequest(method: String(start[0]), target: String(start[1]), headers: headers, body: [])
    let length = request["Content-Length"].flatMap { Int($0) } ?? 0
    while buffer.count < length {
      guard fill() else { return nil }
    }
    request.body = Array(buffer.prefix(length))
    buffer.removeFirst(length)
    return request
  }

  private func headEnd() -> Int? {
    guard buffer.count >= 4 else { return nil }
    return (0...(buffer.count - 4)).first {
      buffer[$0] == 13 && buffer[$0 + 1] == 10 && buffer[$0 + 2] == 13 && buffer[$0 + 3] == 10
    }
  }

  private mutating func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = recv(connection, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    buffer.append(contentsOf: chunk[..<count])
    return true
  }
}
