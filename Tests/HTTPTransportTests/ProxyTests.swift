import ConnectorKit
@testable import HTTPTransport
import Testing

@Suite struct ProxyTests {
  @Test func plainRequestsGoThroughTheProxy() async throws {
    try await withServer({ $0.answer(200, [], "from the proxy") }) { proxy in
      for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        let environment = [name: "http://me:pa%20ss@127.0.0.1:\(proxy.port)"]
        let response = try await transport(environment).send(HTTPRequest(url: "http://shop.invalid/x?y=1"))
        #expect(text(response.body) == "from the proxy")
        let seen = try #require(proxy.requests.last)
        #expect(seen.target == "http://shop.invalid/x?y=1" && seen["Host"] == "shop.invalid")
        #expect(seen["Proxy-Authorization"] == "Basic bWU6cGEgc3M=")
      }
    }
  }

  @Test func encryptedRequestsOpenATunnel() async throws {
    try await withServer({ $0.answer(403) }) { proxy in
      let environment = ["https_proxy": "127.0.0.1:\(proxy.port)"]
      let error = await transportError { _ = try await transport(environment).send(HTTPRequest(url: "https://shop.invalid/x")) }
      #expect(proxy.requests.first?.method == "CONNECT" && proxy.requests.first?.target == "shop.invalid:443")
      #expect(error?.kind == .proxy && error?.message.contains("refused with status 403") == true, "\(error?.message ?? "")")
    }
  }

  @Test func unreachableProxy() async throws {
    let closed = try ClosedPort()
    defer { withExtendedLifetime(closed) {} }
    let port = closed.number
    let environment = ["HTTP_PROXY": "http://me:secret@127.0.0.1:\(port)"]
    let error = await transportError { _ = try await transport(environment).send(HTTPRequest(url: "http://shop.invalid/")) }
    #expect(error?.kind == .proxy && error?.message.contains("127.0.0.1:\(port)") == true)
    #expect(error?.message.contains("secret") == false)
  }

  @Test func exceptedHostsGoDirectly() async throws {
    try await withServer({ $0.answer("direct") }) { server in
      let environment = ["HTTP_PROXY": "http://127.0.0.1:1", "NO_PROXY": "127.0.0.0/8"]
      let response = try await transport(environment).send(HTTPRequest(url: server.url()))
      #expect(text(response.body) == "direct")
    }
  }

  struct Rule: Sendable {
    var url: String
    var environment: [String: String]
    var proxy: String?
  }

  private static func excepting(_ exceptions: String, _ url: String, bypasses: Bool) -> Rule {
    Rule(
      url: url, environment: ["http_proxy": "http://p", "https_proxy": "http://p", "no_proxy": exceptions],
      proxy: bypasses ? nil : "http://p")
  }

  static let rules: [Rule] = [
    Rule(url: "http://h/", environment: [:], proxy: nil),
    Rule(url: "http://h/", environment: ["HTTPS_PROXY": "http://s"], proxy: nil),
    Rule(url: "https://h/", environment: ["HTTPS_PROXY": "http://s", "HTTP_PROXY": "http://p"], proxy: "http://s"),
    Rule(url: "http://h/", environment: ["http_proxy": "http://low", "HTTP_PROXY": "http://up"], proxy: "http://low"),
    Rule(url: "http://h/", environment: ["http_proxy": "", "HTTP_PROXY": "http://up"], proxy: nil),
    Rule(url: "http://h/", environment: ["ALL_PROXY": "socks5://a", "HTTP_PROXY": "p:3128"], proxy: "http://p:3128"),
    Rule(url: "https://h/", environment: ["ALL_PROXY": "socks5://a", "HTTP_PROXY": "p:3128"], proxy: "socks5://a"),
    excepting("*", "http://h/", bypasses: true),
    excepting("*,x", "http://h/", bypasses: false),
    excepting("example.com", "http://example.com/", bypasses: true),
    excepting("example.com", "https://api.example.com/", bypasses: true),
    excepting("example.com", "http://notexample.com/", bypasses: false),
    excepting(".example.com", "http://example.com/", bypasses: true),
    excepting(".example.com", "http://a.b.example.com/", bypasses: true),
    excepting("EXAMPLE.com", "http://Example.COM/", bypasses: true),
    excepting(" a , example.com ", "http://example.com/", bypasses: true),
    excepting("example.com:8080", "http://example.com:8080/", bypasses: true),
    excepting("example.com:8080", "http://api.example.com:8080/", bypasses: true),
    excepting("example.com:8080", "http://example.com:81/", bypasses: false),
    excepting("example.com:80", "http://example.com/", bypasses: false),
    excepting("10.0.0.0/8", "http://10.1.2.3:8080/", bypasses: true),
    excepting("10.0.0.0/8", "http://11.1.2.3/", bypasses: false),
    excepting("192.168.1.0/24,10.0.0.1", "http://10.0.0.1/", bypasses: true),
    excepting("192.168.1.0/24", "http://192.168.2.1/", bypasses: false),
    excepting("192.168.1.0/33", "http://192.168.1.1/", bypasses: false),
    excepting("10.0.0.0/8", "http://ten.example/", bypasses: false),
    excepting("localhost,::1", "http://[::1]:8080/", bypasses: true),
    excepting("example.com", "http://user@example.com/", bypasses: true),
    excepting("example.com", "http://evil.test/?x=example.com", bypasses: false),
  ]

  @Test(arguments: rules) func choice(_ rule: Rule) {
    #expect(ProxyRules(environment: TransportEnvironment(rule.environment)).proxy(for: rule.url) == rule.proxy)
  }
}
