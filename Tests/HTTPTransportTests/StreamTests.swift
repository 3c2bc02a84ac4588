import ConnectorKit
import Glibc
import HTTPTransport
import Synchronization
import Testing

@Suite struct StreamTests {
  @Test func chunksAddUp() async throws {
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try await withServer({ $0.answer(200, [("X-A", "1")], body: body) }) { server in
      var read: [UInt8] = []
      let head = try await transport().stream(HTTPRequest(url: server.url())) { read += $0 }
      #expect(head.status == 200 && head.headers["x-a"] == "1" && read == body)
    }
  }

  @Test func emptyBody() async throws {
    try await withServer({ $0.answer(204) }) { server in
      let response = try await transport().open(HTTPRequest(url: server.url()))
      let chunk = try await response.body.next()
      #expect(response.head.status == 204 && chunk == nil)
    }
  }

  @Test func headComesBeforeTheBody() async throws {
    let gate = Mutex(false)
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")
      while !gate.withLock({ $0 }) { usleep(1000) }
      exchange.write("abc")
    }) { server in
      let response = try await transport().open(HTTPRequest(url: server.url()))
      #expect(response.head.status == 200)
      gate.withLock { $0 = true }
      let chunk = try await response.body.next()
      #expect(chunk.map { text($0) } == "abc")
    }
  }

  /// A reader that pauses makes the server wait: no more than the buffers of both ends fills up.
  @Test func slowReaderHoldsTheServerBack() async throws {
    let total = 64 << 20
    let written = Mutex(0)
    try await withServer({ exchange in
      var size: Int32 = 64 << 10
      setsockopt(exchange.connection, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(4))
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
      let piece = [UInt8](repeating: 0x78, count: 64 << 10)
      for _ in 0..<(total / piece.count) {
        guard exchange.write(piece) else { return exchange.close() }
        written.withLock { $0 += piece.count }
      }
    }) { server in
      let response = try await transport { $0.streamBufferBytes = 128 << 10 }.open(HTTPRequest(url: server.url()))
      var read = try await response.body.next()?.count ?? 0
      try await Task.sleep(for: .milliseconds(500))
      // The kernel's receive buffer may grow to some 6 MiB on its own.
      #expect(written.withLock { $0 } < 16 << 20)
      var largest = 0
      while let chunk = try await response.body.next() {
        read += chunk.count
        largest = max(largest, chunk.count)
      }
      #expect(read == total && largest <= 128 << 10)
    }
  }

  @Test func unpacksWhileStreaming() async throws {
    let packed = hex("1f8b0800000000000203cb48cdc9c957c84090008088f9e511000000")
    try await withServer({ $0.answer(200, [("Content-Encoding", "gzip")], body: packed) }) { server in
      var read: [UInt8] = []
      _ = try await transport().stream(HTTPRequest(url: server.url())) { read += $0 }
      #expect(text(read) == "hello hello hello")
    }
  }

  @Test func brokenOffByTheServer() async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      exchange.close()
    }) { server in
      var read: [UInt8] = []
      let error = await transportError {
        let response = try await transport().open(HTTPRequest(url: server.url()))
        while let chunk = try await response.body.next() { read += chunk }
      }
      #expect(error?.kind == .reset && text(read) == "abc")
    }
  }

  @Test(.timeLimit(.minutes(5))) func droppedStreamEndsTheTransfer() async throws {
    let gone = Mutex(false)
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
      while exchange.write("1\r\nx\r\n") { usleep(5000) }
      gone.withLock { $0 = true }
      exchange.close()
    }) { server in
      let transport = transport()
      do {
        let response = try await transport.open(HTTPRequest(url: server.url()))
        _ = try await response.body.next()
      }
      while !gone.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
      #expect(server.connections == 1)
    }
  }

  @Test(.timeLimit(.minutes(5))) func cancelledReader() async throws {
    try await withServer({ exchange in
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      exchange.waitUntilClientLeaves()
    }) { server in
      let transport = transport()
      let task = Task {
        await transportError { _ = try await transport.stream(HTTPRequest(url: server.url())) { _ in } }
      }
      try await Task.sleep(for: .milliseconds(100))
      task.cancel()
      let error = await task.value
      #expect(error?.kind == .cancelled)
    }
  }

  @Test func failureBeforeTheHead() async throws {
    let closed = try ClosedPort()
    defer { withExtendedLifetime(closed) {} }
    let port = closed.number
    let error = await transportError { _ = try await transport().open(HTTPRequest(url: "http://127.0.0.1:\(port)/")) }
    #expect(error?.kind == .connect)
  }
}
