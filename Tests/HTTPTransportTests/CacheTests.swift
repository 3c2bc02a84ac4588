import ConnectorKit
import HTTPTransport
import Synchronization
import Testing

/// Answers from memory and counts; a status and a delay can be asked for in the path.
private final class CountingTransport: Transport {
  private let counts = Mutex<[String: Int]>([:])

  var total: Int { counts.withLock { $0.values.reduce(0, +) } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let count = counts.withLock { counts in
      counts[request.url, default: 0] += 1
      return counts[request.url, default: 0]
    }
    if request.url.contains("slow") { try? await Task.sleep(for: .milliseconds(400)) }
    if request.url.contains("fails") { throw TransportError(.reset, "broken", location: "") }
    let status = request.url.contains("missing") ? 404 : 200
    let size = request.url.contains("large") ? 100_000 : 10
    return HTTPResponse(
      head: HTTPResponseHead(status: status, headers: ["X-Count": "\(count)"], url: request.url),
      body: Array("\(request.url)|".utf8) + [UInt8](repeating: 0x78, count: size))
  }

  func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    let response = try await send(request)
    return HTTPStreamingResponse(head: response.head, body: HTTPBodyStream(response.body))
  }
}

@Suite struct CacheTests {
  struct Pair: Sendable {
    var first: HTTPRequest
    var second: HTTPRequest
    var same: Bool
  }

  private static func get(_ url: String, _ headers: HTTPHeaders = [:], body: String? = nil) -> HTTPRequest {
    HTTPRequest(url: url, headers: headers, body: body.map { bytes($0) }, cache: "items")
  }

  static let pairs: [Pair] = [
    Pair(first: get("http://h/a"), second: get("http://h/a"), same: true),
    Pair(first: get("http://h/a"), second: get("http://h/b"), same: false),
    Pair(first: get("http://h/a?x=1&y=2"), second: get("http://h/a?y=2&x=1"), same: true),
    Pair(first: get("http://h/a?x=1"), second: get("http://h/a?x=2"), same: false),
    Pair(first: get("http://h/a?x="), second: get("http://h/a"), same: false),
    Pair(first: get("http://h/a?api_key=1"), second: get("http://h/a?api_key=2"), same: true),
    Pair(first: get("http://h/a", ["A": "1", "B": "2"]), second: get("http://h/a", ["b": "2", "a": "1"]), same: true),
    Pair(first: get("http://h/a", ["A": "1"]), second: get("http://h/a", ["A": "2"]), same: false),
    Pair(first: get("http://h/a", ["Authorization": "old"]), second: get("http://h/a", ["authorization": "new"]), same: true),
    Pair(first: get("http://h/a", ["X-API-Key": "old"]), second: get("http://h/a"), same: false),
    Pair(first: get("http://h/a", body: "1"), second: get("http://h/a", body: "2"), same: false),
    Pair(first: get("http://h/a", body: "1"), second: get("http://h/a", body: "1"), same: true),
    Pair(
      first: HTTPRequest(method: "POST", url: "http://h/a", cache: "items"),
      second: HTTPRequest(method: "POST", url: "http://h/a", cache: "items"), same: false),
    Pair(
      first: HTTPRequest(method: "HEAD", url: "http://h/a", cache: "items"),
      second: HTTPRequest(method: "HEAD", url: "http://h/a", cache: "items"), same: true),
    Pair(first: get("http://h/a"), second: HTTPRequest(url: "http://h/a", cache: "others"), same: false),
    Pair(first: HTTPRequest(method: "HEAD", url: "http://h/a", cache: "items"), second: get("http://h/a"), same: false),
    Pair(first: get("http://h/missing"), second: get("http://h/missing"), same: false),
    Pair(first: get("http://h/a"), second: get("http://h/a", ["Cache-Control": "no-cache"]), same: false),
  ]

  @Test(arguments: pairs) func whatCountsAsTheSame(_ pair: Pair) async throws {
    let base = CountingTransport()
    let cache = CachingTransport(base)
    #expect(cache.cachedResponse(for: pair.second) == nil)
    let first = try await cache.send(pair.first)
    #expect(cache.cachedResponse(for: pair.second) == (pair.same ? first : nil))
    let second = try await cache.send(pair.second)
    #expect(base.total == (pair.same ? 1 : 2))
    if pair.same { #expect(first == second) }
  }

  @Test func oneFlightForAll() async throws {
    let base = CountingTransport()
    let cache = CachingTransport(base)
    let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<50 { group.addTask { try await cache.send(Self.get("http://h/slow")).body } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(base.total == 1 && bodies.count == 1)
  }

  @Test func failuresAreNotShared() async throws {
    let base = CountingTransport()
    let cache = CachingTransport(base)
    let failures = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<5 {
        group.addTask { await transportError { _ = try await cache.send(Self.get("http://h/slow/fails")) }?.kind == .reset }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(failures == 5 && base.total == 5)
  }

  @Test func whoWaitsCanGiveUp() async throws {
    let base = CountingTransport()
    let cache = CachingTransport(base)
    async let first = cache.send(Self.get("http://h/slow"))
    try await Task.sleep(for: .milliseconds(30))
    let second = Task { await transportError { _ = try await cache.send(Self.get("http://h/slow")) } }
    second.cancel()
    let error = await second.value
    #expect(error?.kind == .cancelled)
    let response = try await first
    #expect(response.status == 200 && base.total == 1)
  }

  @Test(arguments: [(64 << 20, 4 << 30), (250_000, 4 << 30), (250_000, 0), (250_000, 450_000)])
  func bounds(memory: Int, file: Int) async throws {
    let base = CountingTransport()
    let cache = CachingTransport(base, memoryLimit: memory, fileLimit: file)
    for _ in 0..<2 {
      for index in (0..<10) {
        let response = try await cache.send(Self.get("http://h/large/\(index)"))
        #expect(response.body.count == 100_017 && text(Array(response.body.prefix(17))) == "http://h/large/\(index)|")
      }
    }
    // Those that found room neither in memory nor in the file are sent again.
    #expect(base.total <= 20 && (file == 4 << 30 ? base.total == 10 : base.total > 10), "\(base.total)")
  }

  @Test func streamsReadTheCacheButDoNotFillIt() async throws {
    let base = CountingTransport()
    let cache = CachingTransport(base)
    for _ in 0..<2 { _ = try await cache.open(Self.get("http://h/a")) }
    #expect(base.total == 2)
    _ = try await cache.send(Self.get("http://h/a"))
    var read: [UInt8] = []
    let head = try await cache.stream(Self.get("http://h/a")) { read += $0 }
    #expect(base.total == 3 && head.headers["X-Count"] == "3" && text(read).hasPrefix("http://h/a|"))
  }
}
