internal import Glibc

/// Which proxy a request takes, by the environment variables that command-line clients agree on.
///
/// Lower case names win over upper case ones; a lower case name that is set to nothing switches the proxy off.
struct ProxyRules: Sendable {
  private let plain: String?
  private let encrypted: String?
  private let exceptions: [String]
  private let bypassesAll: Bool

  init(environment: TransportEnvironment) {
    let all = Self.value("all_proxy", "ALL_PROXY", in: environment)
    plain = (Self.value("http_proxy", "HTTP_PROXY", in: environment) ?? all).map(Self.withScheme)
    encrypted = (Self.value("https_proxy", "HTTPS_PROXY", in: environment) ?? all).map(Self.withScheme)
    let excepted = Self.value("no_proxy", "NO_PROXY", in: environment) ?? ""
    bypassesAll = excepted == "*"
    exceptions = excepted.split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }.filter { !$0.isEmpty }
  }

  /// The proxy's address, nil when the request goes straight to its host.
  func proxy(for url: String) -> String? {
    guard plain != nil || encrypted != nil else { return nil }
    let address = WebAddress(url)
    guard let proxy = address.scheme == "https" ? encrypted : plain, !bypasses(address) else { return nil }
    return proxy
  }

  private func bypasses(_ address: WebAddress) -> Bool {
    if bypassesAll { return true }
    let host = address.host
    if let number = Self.ipv4(host), exceptions.contains(where: { Self.network($0, contains: number) }) { return true }
    let withPort = address.port.map { "\(host):\($0)" }
    return exceptions.contains { exception in
      let name = String(exception.drop { $0 == "." })
      let suffix = "." + name
      if host == exception || host == name || host.hasSuffix(suffix) { return true }
      guard let withPort else { return false }
      return withPort == name || withPort.hasSuffix(suffix)
    }
  }

  private static func network(_ text: String, contains address: UInt32) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let bits = UInt32(parts[1]), (1...32).contains(bits), let network = ipv4(String(parts[0])) else {
      return false
    }
    let mask = UInt32.max << (32 - bits)
    return address & mask == network & mask
  }

  private static func ipv4(_ text: String) -> UInt32? {
    guard let first = text.utf8.first, (0x30...0x39).contains(first) else { return nil }
    var address = in_addr()
    guard inet_aton(text, &address) != 0 else { return nil }
    return UInt32(bigEndian: address.s_addr)
  }

  private static func value(_ lower: String, _ upper: String, in environment: TransportEnvironment) -> String? {
    let value = environment[lower] ?? environment[upper] ?? ""
    return value.isEmpty ? nil : value
  }

  private static func withScheme(_ proxy: String) -> String {
    proxy.contains("://") ? proxy : "http://" + proxy
  }
}
