internal import Glibc

/// Whom to trust, when the environment says so; otherwise the roots of the system.
struct CertificateAuthorities: Sendable {
  let file: String?
  let directory: String?
  /// The variable that named the file or directory, for messages.
  let variable: String?

  init(environment: TransportEnvironment) {
    let names = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "URLSessionCertificateAuthorityInfoFile"]
    let name = names.first { environment[$0]?.isEmpty == false }
    let path = name.flatMap { environment[$0] }
    let besides = environment["SSL_CERT_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    if let path, Self.isDirectory(path) {
      (file, directory, variable) = (nil, path, name)
    } else if let path {
      (file, directory, variable) = (path, besides, name)
    } else {
      (file, directory, variable) = (nil, besides, besides == nil ? nil : "SSL_CERT_DIR")
    }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
