internal import Document

/// What may be told of a destination: no password.
package struct DestinationSummary: Sendable, Equatable {
  package let kind: DestinationKind
  /// The file, the directory or the command; of a database its address without the password.
  package let place: String
  /// Of a database; empty where the address does not say.
  package var host = ""
  package var port = 5432
  package var database = ""
  package var user = ""
  package var schema = "public"
}

extension ConnectionsFile {
  /// What may be told of a destination; nil for one that exists only on a server.
  package func summary(of destination: Destination) -> DestinationSummary? {
    guard case .place(let kind, let node) = destination.kind else { return nil }
    let address = ResolvedSettings(text: node, file: path).text
    var summary = DestinationSummary(kind: kind, place: DestinationLocation.masked(address))
    guard kind == .postgres, let start = address.firstRange(of: "://")?.upperBound else { return summary }
    summary.schema = destination.schema ?? "public"
    let rest = address[start...].prefix { $0 != "?" }
    let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    summary.database = parts.count == 2 ? String(parts[1]) : ""
    let server = parts[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    if server.count == 2 { summary.user = String(server[0].prefix { $0 != ":" }) }
    let host = server.last ?? ""
    let port = host.lastIndex(of: ":").flatMap { host[$0...].contains("]") ? nil : Int(host[host.index(after: $0)...]) }
    summary.host = String(port == nil ? host : host.prefix(upTo: host.lastIndex(of: ":") ?? host.endIndex))
    summary.port = port ?? 5432
    return summary
  }
}
