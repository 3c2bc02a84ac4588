import ConnectorKit
import Foundation
import HTTPTransport
import TestSupport
import Testing

/// Encrypted connections to `openssl s_server` with a certificate made for the test.
@Suite struct TLSTests {
  @Test func unknownAuthority() async throws {
    try await withTLSServer { port, _ in
      let error = await transportError { _ = try await transport().send(HTTPRequest(url: "https://localhost:\(port)/?key=secret")) }
      #expect(error?.kind == .tls && error?.isTransient == false)
      #expect(error?.message.contains("certificate of localhost:\(port) is not trusted") == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("SSL_CERT_FILE") == true && error?.message.contains("secret") == false)
    }
  }

  @Test func authorityFromTheEnvironment() async throws {
    try await withTLSServer { port, certificate in
      for name in ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "URLSessionCertificateAuthorityInfoFile"] {
        let response = try await transport([name: certificate]).send(HTTPRequest(url: "https://localhost:\(port)/"))
        #expect(response.status == 200, "\(name)")
      }
    }
  }

  @Test func certificateForAnotherHost() async throws {
    try await withTLSServer { port, certificate in
      let request = HTTPRequest(url: "https://127.0.0.1:\(port)/")
      let error = await transportError { _ = try await transport(["SSL_CERT_FILE": certificate]).send(request) }
      #expect(error?.kind == .tls && error?.message.contains("127.0.0.1") == true)
    }
  }

  @Test func missingBundle() async throws {
    try await withTLSServer { port, _ in
      let environment = ["REQUESTS_CA_BUNDLE": "/nowhere/ca.pem"]
      let error = await transportError { _ = try await transport(environment).send(HTTPRequest(url: "https://localhost:\(port)/")) }
      #expect(error?.kind == .tls && error?.message.contains("REQUESTS_CA_BUNDLE") == true, "\(error?.message ?? "")")
    }
  }

  @Test func serverWithoutTLS() async throws {
    let server = try LoopbackServer(greeting: "220 mail.example ready\r\n") { $0.close() }
    defer { server.stop() }
    let error = await transportError { _ = try await transport().send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/")) }
    #expect(error?.kind == .tls && error?.message.contains("speaks TLS") == true, "\(error?.message ?? "")")
  }

  private func withTLSServer(_ test: (_ port: Int, _ certificate: String) async throws -> Void) async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let key = folder.path("key.pem")
    let certificate = folder.path("certificate.pem")
    let making = try openssl([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost",
    ])
    await offThePool { making.process.waitUntilExit() }
    let server = try openssl(["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"])
    defer {
      // The child has inherited a mask that bars the gentler signals.
      kill(server.process.processIdentifier, SIGKILL)
    }
    try await test(try #require(await offThePool { server.readPort() }), certificate)
  }

  private struct Running: Sendable {
    let process: Process
    let output: Pipe

    /// The port in the server's "ACCEPT 127.0.0.1:12345".
    func readPort() -> Int? {
      var text = ""
      while let line = String(data: output.fileHandleForReading.availableData, encoding: .utf8), !line.isEmpty {
        text += line
        for line in text.split(separator: "\n") where line.hasPrefix("ACCEPT") && text.hasSuffix("\n") {
          return line.split(separator: ":").last.flatMap { Int($0) }
        }
      }
      return nil
    }
  }

  /// Runs something that blocks on a thread of its own: the tests' tasks share two threads or so.
  private func offThePool<Result: Sendable>(_ run: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      Threads.start { continuation.resume(returning: run()) }
    }
  }

  private func openssl(_ arguments: [String]) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return Running(process: process, output: output)
  }
}
