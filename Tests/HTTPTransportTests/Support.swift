import ConnectorKit
import Glibc
import HTTPTransport
import Testing

/// A transport that knows nothing of the environment the tests run in, and uses a connection again however long a test has to wait for
/// its turn.
func transport(
  _ environment: [String: String] = [:], threads: PollingThreads? = nil, _ change: (inout CurlTransportOptions) -> Void = { _ in }
) -> CurlTransport {
  var options = CurlTransportOptions(
    userAgent: "Headwater/test", environment: TransportEnvironment(environment), idleConnectionSeconds: 3600)
  change(&options)
  return CurlTransport(options: options, threads: threads)
}

/// Runs a test against a server that is taken down afterwards.
func withServer(
  _ handler: @escaping LoopbackServer.Handler, _ test: (LoopbackServer) async throws -> Void
) async throws {
  let server = try LoopbackServer(handler)
  defer { server.stop() }
  try await test(server)
}

/// Sends 200 requests at once to a server that answers with their targets.
func sendMany(by transport: CurlTransport, to server: LoopbackServer) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    for index in 0..<200 {
      group.addTask {
        let response = try await transport.send(HTTPRequest(url: server.url("/\(index)")))
        #expect(text(response.body) == "/\(index)")
      }
    }
    try await group.waitForAll()
  }
}

/// The error that an operation ends with.
func transportError(_ operation: () async throws -> Void) async -> TransportError? {
  do {
    try await operation()
    return nil
  } catch {
    return error as? TransportError
  }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Bytes from a table of hexadecimal digits.
func hex(_ digits: String) -> [UInt8] {
  let values = digits.compactMap(\.hexDigitValue)
  return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
}

/// A port nobody listens on and nobody else can get while this is kept.
final class ClosedPort {
  let number: Int
  private let held: Int32

  init() throws {
    held = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    number = try bindLoopback(held)
  }

  deinit { close(held) }
}
