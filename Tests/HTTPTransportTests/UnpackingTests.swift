import ConnectorKit
import HTTPTransport
import JSON
import Testing

/// Packed bodies that are handed on as a whole; see also ``UnpackedStreamTests``.
@Suite struct UnpackingTests {
  static let text = Packing.lines(300)

  @Test(arguments: Packing.allCases) func everyEncoding(_ packing: Packing) async throws {
    for count in [0, 1, 300, 20_000] {
      let lines = Packing.lines(count)
      let answer = try await Unpacking.body(packing.pack(lines), packing.name)
      #expect(answer == lines && answer.isPadded)
    }
  }

  @Test(arguments: Packing.allCases) func oneByteAtATime(_ packing: Packing) async throws {
    let body = try await Unpacking.body(packing.pack(Self.text), packing.name, pieceSize: 1)
    #expect(body == Self.text)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var body: [UInt8]
    var encoding = "gzip"
    var isSound = true
    var testDescription: String { name }
  }

  static let rows: [Row] = {
    let packed = Packing.gzip.pack(text)
    let half = text.count / 2
    let members = Packing.gzip.pack(Array(text[..<half])) + Packing.gzip.pack(Array(text[half...]))
    var damaged = packed
    damaged[packed.count / 2] ^= 0xFF
    var checksum = packed
    checksum[packed.count - 6] ^= 0xFF
    let zlib = Packing.zlib.pack(text)
    return [
      Row(name: "two members", body: members),
      Row(name: "zeros behind", body: packed + [UInt8](repeating: 0, count: 600)),
      Row(name: "a line end behind", body: packed + bytes("\r\n")),
      Row(name: "garbage behind", body: members + bytes("garbage")),
      Row(name: "garbage behind zlib data", body: zlib + bytes("garbage"), encoding: "deflate"),
      Row(name: "capitals", body: packed, encoding: "GZip"),
      Row(name: "with no encoding", body: packed, encoding: "identity, gzip"),
      Row(name: "with a made-up encoding", body: packed, encoding: "aws-chunked,gzip"),
      Row(name: "twice", body: Packing.gzip.pack(packed), encoding: "gzip, gzip"),
      Row(name: "damaged", body: damaged, isSound: false),
      Row(name: "wrong checksum", body: checksum, isSound: false),
      Row(name: "wrong checksum of zlib data", body: zlib.dropLast(1) + [zlib[zlib.count - 1] ^ 1], encoding: "deflate", isSound: false),
      Row(name: "second member damaged", body: packed + damaged, isSound: false),
      Row(name: "not packed", body: text, isSound: false),
      Row(name: "not packed, one byte", body: bytes("x"), isSound: false),
      Row(name: "not packed as deflate", body: text, encoding: "deflate", isSound: false),
      Row(name: "gzip as deflate", body: packed, encoding: "deflate", isSound: false),
    ]
  }()

  @Test(arguments: rows) func oddBodies(_ row: Row) async throws {
    for pieceSize in [100_000, 7] {
      guard row.isSound else {
        let error = await transportError { _ = try await Unpacking.body(row.body, row.encoding, pieceSize: pieceSize) }
        #expect(error?.kind == .decoding && error?.isTransient == true && error?.message.contains("127.0.0.1") == true)
        continue
      }
      let body = try await Unpacking.body(row.body, row.encoding, pieceSize: pieceSize)
      #expect(body == Self.text)
    }
  }

  /// The framing is sound and says that this is all.
  @Test(arguments: Packing.allCases, [false, true]) func cutBodies(_ packing: Packing, isChunked: Bool) async throws {
    let packed = packing.pack(Packing.lines(3))
    try await withServer({ exchange in
      let body = Array(packed.prefix(Int(exchange.request.target.dropFirst()) ?? 0))
      exchange.answer(packedAs: packing.name, body, pieceSize: isChunked ? 10 : nil)
    }) { server in
      let transport = transport()
      for count in 1..<packed.count {
        let error = await transportError { _ = try await transport.send(HTTPRequest(url: server.url("/\(count)"))) }
        #expect(error?.kind == .decoding && error?.isTransient == true, "\(count) bytes")
        #expect(error?.message.contains("cut off after \(count) bytes") == true, "\(error?.message ?? "")")
      }
      let whole = try await transport.send(HTTPRequest(url: server.url("/\(packed.count)")))
      #expect(whole.body == Packing.lines(3))
      // Nothing is wrong with the connection.
      #expect(server.connections == 1)
    }
  }

  @Test func cutSecondMember() async throws {
    let packed = Packing.gzip.pack(Self.text)
    for rest in [packed.prefix(1), packed.prefix(9), packed.dropLast(1)] {
      let error = await transportError { _ = try await Unpacking.body(packed + rest, "gzip") }
      #expect(error?.kind == .decoding && error?.message.contains("cut off") == true)
    }
  }

  /// A body that ends with the connection may be cut as well.
  @Test func cutBodyWithoutLength() async throws {
    let packed = Packing.gzip.pack(Self.text)
    for (count, isSound) in [(packed.count, true), (packed.count - 1, false)] {
      try await withServer({ exchange in
        exchange.write(bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") + packed.prefix(count))
        exchange.close()
      }) { server in
        let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
        #expect(isSound ? error == nil : error?.kind == .decoding)
      }
    }
  }

  @Test func brokenConnectionIsNoCut() async throws {
    try await withServer({ exchange in
      exchange.write(bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n") + Packing.gzip.pack(bytes("x")))
      exchange.close()
    }) { server in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: server.url())) }
      #expect(error?.kind == .reset)
    }
  }

  @Test func cutBodiesMayBeTaken() async throws {
    let packed = Packing.gzip.pack(Self.text)
    for cut in [packed.dropLast(8), packed.dropLast(1), packed + packed.prefix(12), packed + packed.prefix(20) + bytes("damaged")] {
      let body = try await Unpacking.body(Array(cut), "gzip") { $0.takesCutBodies = true }
      #expect(body.starts(with: Self.text))
    }
    let part = try await Unpacking.body(Array(packed.prefix(packed.count / 2)), "gzip") { $0.takesCutBodies = true }
    #expect(!part.isEmpty && part.count < Self.text.count && Self.text.starts(with: part))
    let error = await transportError { _ = try await Unpacking.body(Self.text, "gzip") { $0.takesCutBodies = true } }
    #expect(error?.kind == .decoding)
  }

  @Test func answersWithoutBody() async throws {
    try await withServer({ exchange in
      let status = Int(exchange.request.target.dropFirst()) ?? 200
      exchange.answer(status, [("Content-Encoding", "gzip")])
    }) { server in
      let transport = transport()
      for (method, status) in [("HEAD", 200), ("GET", 204), ("GET", 304), ("GET", 200), ("POST", 201)] {
        let response = try await transport.send(HTTPRequest(method: method, url: server.url("/\(status)")))
        #expect(response.status == status && response.body.isEmpty)
      }
    }
  }

  /// Where a server says how long the body of a HEAD request would be.
  @Test func headOfAPackedBody() async throws {
    try await withServer({ $0.answer(200, [("Content-Encoding", "gzip")], body: Packing.gzip.pack(Self.text)) }) { server in
      let transport = transport()
      for method in ["HEAD", "GET"] {
        let response = try await transport.send(HTTPRequest(method: method, url: server.url()))
        #expect(response.body == (method == "GET" ? Self.text : []))
      }
      #expect(server.connections == 1)
    }
  }

  /// The limit is for what is held in memory, not for what comes over the wire.
  @Test func limitOfTheUnpackedBody() async throws {
    let zeros = [UInt8](repeating: 0x20, count: 3_000_000)
    for (body, isSound) in [(zeros, true), (zeros + [0x20], false), (zeros + zeros, false)] {
      let error = await transportError {
        let unpacked = try await Unpacking.body(Packing.gzip.pack(body), "gzip") { $0.maximumBodyBytes = 3_000_000 }
        #expect(unpacked == body)
      }
      #expect(isSound ? error == nil : error?.kind == .tooLarge, "\(String(describing: error))")
    }
  }

  @Test func afterAnError() async throws {
    try await withServer({ exchange in
      exchange.answer(packedAs: "gzip", exchange.request.target == "/bad" ? Self.text : Packing.gzip.pack(Self.text))
    }) { server in
      let transport = transport()
      for path in ["/good", "/bad", "/good", "/good"] {
        let error = await transportError {
          let response = try await transport.send(HTTPRequest(url: server.url(path)))
          #expect(response.body == Self.text)
        }
        #expect((error == nil) == (path == "/good"))
        #expect(error.map { $0.message.contains("does not start as gzip data does (byte 0)") } != false)
      }
    }
  }

  @Test func cacheKeepsWhatWasUnpacked() async throws {
    let packed = Packing.gzip.pack(Self.text)
    try await withServer({ exchange in
      exchange.answer(packedAs: "gzip", exchange.countsAsFirst ? Array(packed.dropLast(1)) : packed)
    }) { server in
      let cache = CachingTransport(transport())
      let request = HTTPRequest(url: server.url(), cache: "items")
      let error = await transportError { _ = try await cache.send(request) }
      #expect(error?.kind == .decoding)
      for _ in 0..<2 {
        let response = try await cache.send(request)
        #expect(response.body == Self.text && response.headers["Content-Encoding"] == "gzip")
      }
      #expect(server.requests.count == 2)
    }
  }

  /// Where libcurl cannot be told late, it unpacks nothing at all.
  @Test func encodingsThatNobodyUnpacks() async throws {
    let packed = Packing.gzip.pack(Self.text)
    for encoding in ["br", "gzip, zstd"] {
      let error = await transportError {
        _ = try await Unpacking.body(packed, encoding) { $0.leavesOtherEncodingsToLibcurl = false }
      }
      #expect(error?.kind == .decoding && error?.message.contains("unsupported `Content-Encoding`") == true)
    }
    let body = try await Unpacking.body(packed, "gzip") { $0.leavesOtherEncodingsToLibcurl = false }
    #expect(body == Self.text)
  }

  @Test func cutRedirect() async throws {
    try await withServer({ exchange in
      if exchange.request.target == "/to" { return exchange.answer("there") }
      exchange.answer(302, [("Location", "/to"), ("Content-Encoding", "gzip")], body: Array(Packing.gzip.pack(Self.text).prefix(10)))
    }) { server in
      let response = try await transport().send(HTTPRequest(url: server.url()))
      #expect(response.body == bytes("there"))
    }
  }

  @Test func whatIsAskedFor() async throws {
    try await withServer({ $0.answer() }) { server in
      _ = try await transport().send(HTTPRequest(url: server.url()))
      #expect(server.requests.first?["Accept-Encoding"] == "gzip, deflate")
    }
  }
}

enum Unpacking {
  /// The body that comes of a packed one.
  ///
  /// - Parameter pieceSize: sends it in chunks of so many bytes.
  static func body(
    _ packed: [UInt8], _ encoding: String, pieceSize: Int? = nil, _ change: (inout CurlTransportOptions) -> Void = { _ in }
  ) async throws -> [UInt8] {
    let server = try LoopbackServer { $0.answer(packedAs: encoding, packed, pieceSize: pieceSize) }
    defer { server.stop() }
    return try await transport([:], change).send(HTTPRequest(url: server.url())).body
  }
}

extension Exchange {
  /// - Parameter pieceSize: sends the body in chunks of so many bytes, and each by itself when there are few.
  func answer(packedAs encoding: String, _ body: [UInt8], pieceSize: Int? = nil) {
    guard let pieceSize else { return answer(200, [("Content-Encoding", encoding)], body: body) }
    write("HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nTransfer-Encoding: chunked\r\n\r\n")
    for start in stride(from: 0, to: body.count, by: pieceSize) {
      let piece = body[start..<min(start + pieceSize, body.count)]
      guard write(bytes(String(piece.count, radix: 16) + "\r\n") + piece + bytes("\r\n")) else { return close() }
    }
    write("0\r\n\r\n")
  }
}
