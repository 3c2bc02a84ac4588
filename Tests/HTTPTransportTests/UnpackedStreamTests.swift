import ConnectorKit
import Glibc
import HTTPTransport
import Synchronization
import Testing

/// Packed bodies that are read while they arrive.
@Suite struct UnpackedStreamTests {
  @Test(arguments: Packing.allCases) func chunksAddUp(_ packing: Packing) async throws {
    let text = Packing.lines(50_000)
    for pieceSize in [nil, 997] {
      try await withServer({ $0.answer(packedAs: packing.name, packing.pack(text), pieceSize: pieceSize) }) { server in
        var read: [UInt8] = []
        _ = try await transport().stream(HTTPRequest(url: server.url())) { read += $0 }
        #expect(read == text)
      }
    }
  }

  /// A body of a thousandth of its size is there long before its reader; no more of it is unpacked than the reader may leave lying.
  @Test(arguments: [1 << 10, 200 << 10, 1 << 20]) func nothingIsUnpackedAhead(limit: Int) async throws {
    let text = [UInt8](repeating: 0x20, count: 20 << 20)
    try await withServer({ $0.answer(packedAs: "gzip", Packing.gzip.pack(text)) }) { server in
      let response = try await transport { $0.streamBufferBytes = limit }.open(HTTPRequest(url: server.url()))
      var read = 0
      var isFirst = true
      while let chunk = try await response.body.next() {
        #expect(chunk.allSatisfy { $0 == 0x20 } && chunk.count <= max(limit, 64 << 10))
        read += chunk.count
        // Time to unpack all of it.
        if isFirst || read.isMultiple(of: 5 << 20) { try await Task.sleep(for: .milliseconds(200)) }
        isFirst = false
      }
      #expect(read == text.count)
    }
  }

  @Test func whatCameIsThereBeforeTheRest() async throws {
    let gate = Mutex(false)
    let (first, second) = (Packing.lines(3), Packing.lines(5))
    try await withServer({ exchange in
      let (head, tail) = (Packing.gzip.pack(first), Packing.gzip.pack(second))
      exchange.write(
        bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(head.count + tail.count)\r\n\r\n") + head)
      while !gate.withLock({ $0 }) { usleep(1000) }
      exchange.write(tail)
    }) { server in
      let response = try await transport().open(HTTPRequest(url: server.url()))
      let chunk = try await response.body.next()
      #expect(chunk == first)
      gate.withLock { $0 = true }
      var rest: [UInt8] = []
      for try await chunk in response.body { rest += chunk }
      #expect(rest == second)
    }
  }

  /// All that can be had comes before the error, also when it has to wait for the reader.
  @Test(arguments: [1, 8, 100]) func cutBodies(missing: Int) async throws {
    for text in [Packing.lines(20_000), [UInt8](repeating: 0x20, count: 5 << 20)] {
      try await withServer({ $0.answer(packedAs: "gzip", Packing.gzip.pack(text).dropLast(missing)) }) { server in
        let transport = transport()
        for _ in 0..<2 {
          var read: [UInt8] = []
          let error = await transportError {
            let response = try await transport.open(HTTPRequest(url: server.url()))
            try await Task.sleep(for: .milliseconds(50))
            while let chunk = try await response.body.next() { read += chunk }
          }
          #expect(error?.kind == .decoding && error?.message.contains("cut off") == true)
          #expect(text.starts(with: read) && read.count > text.count / 2 && (missing > 8 || read == text))
        }
        #expect(server.connections == 1)
      }
    }
  }

  @Test func cutBodiesMayBeTaken() async throws {
    let text = Packing.lines(20_000)
    try await withServer({ $0.answer(packedAs: "gzip", Packing.gzip.pack(text).dropLast(100)) }) { server in
      var read: [UInt8] = []
      _ = try await transport { $0.takesCutBodies = true }.stream(HTTPRequest(url: server.url())) { read += $0 }
      #expect(text.starts(with: read) && read.count > text.count / 2 && read.count < text.count)
    }
  }

  /// Damage that is met while the reader keeps the transfer waiting ends it all the same.
  @Test(.timeLimit(.minutes(5)), arguments: [4, 6, 3000]) func damage(fromEnd place: Int) async throws {
    try await withServer({ exchange in
      var packed = Packing.gzip.pack([UInt8](repeating: 0x20, count: 20 << 20))
      packed[packed.count - place] ^= 0xFF
      exchange.answer(packedAs: "gzip", packed)
    }) { server in
      let transport = transport()
      for _ in 0..<2 {
        let error = await transportError {
          let response = try await transport.open(HTTPRequest(url: server.url()))
          while try await response.body.next() != nil { try await Task.sleep(for: .milliseconds(1)) }
        }
        #expect(error?.kind == .decoding && error?.message.contains("does not match its Content-Encoding header") == true)
      }
    }
  }

  @Test func emptyBody() async throws {
    try await withServer({ $0.answer(200, [("Content-Encoding", "gzip")]) }) { server in
      let response = try await transport().open(HTTPRequest(url: server.url()))
      let chunk = try await response.body.next()
      #expect(chunk == nil)
    }
  }
}
