internal import Glibc

/// The environment variables that a transport reads.
package struct TransportEnvironment: Sendable {
  static let names = [
    "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "URLSessionCertificateAuthorityInfoFile",
  ]

  /// The variables of this process.
  package static var process: TransportEnvironment {
    var values: [String: String] = [:]
    for name in names {
      if let value = getenv(name) {
        values[name] = String(cString: value)
      }
    }
    return TransportEnvironment(values)
  }

  private let values: [String: String]

  /// Variables given by name; names that no transport reads are ignored.
  package init(_ values: [String: String]) {
    self.values = values
  }

  /// A variable's value, nil when it is unset; a variable that is set to nothing gives "".
  subscript(name: String) -> String? { values[name] }
}
