internal import ConnectorKit
internal import Document
package import HTTPTransport
package import JSON
internal import Manifest

extension Connector {
  /// How requests of the connector are sent.
  package func transportOptions(config: JSONObject) -> CurlTransportOptions {
    var transport = CurlTransportOptions(
      userAgent: "Headwater/\(HeadwaterVersion.current)", takesCutBodies: options.follows(.acceptsTruncatedBodies))
    transport.trustedHosts = trustedHosts(config: config)
    transport.longestRedirectWait = options.follows(.ignoresRetryAfter) ? nil : options.maxRetryAfter
    return transport
  }

  /// The hosts that the manifest lets credentials go to when the API redirects there: `metadata.allowedHosts.hosts`, written as in a
  /// connector's metadata file, with `${setting}` for a setting of the config.
  package func trustedHosts(config: JSONObject) -> [String] {
    let hosts = manifest.root["metadata"]?["allowedHosts"]?["hosts"]?.sequence ?? []
    return hosts.compactMap(\.string).compactMap { pattern in
      guard let text = Self.filling(pattern, config) else { return nil }
      let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
      return String(rest.prefix { $0 != "/" && $0 != ":" })
    }
  }

  /// A pattern with the values of its settings; nil when the config lacks one of them.
  private static func filling(_ pattern: String, _ config: JSONObject) -> String? {
    var result = ""
    var rest = pattern[...]
    while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      var value: JSONValue? = .object(config)
      for name in rest[start.upperBound..<end].split(separator: ".") { value = value?[String(name)] }
      guard case .string(let text)? = value, !text.isEmpty else { return nil }
      result += rest[..<start.lowerBound] + text
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
