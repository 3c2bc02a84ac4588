/// The hosts that a redirect may take credentials to, besides the one that was asked.
struct TrustedHosts: Sendable {
  private let names: Set<String>
  /// Ends of names, each with its dot in front.
  private let suffixes: [String]

  /// - Parameter patterns: names of hosts; `*.example.com` stands for all hosts below that domain. Any other `*` names no host.
  init(_ patterns: [String]) {
    let patterns = patterns.map { $0.lowercased() }
    names = Set(patterns.filter { !$0.isEmpty && !$0.contains("*") })
    suffixes = patterns.filter { $0.hasPrefix("*.") && !$0.dropFirst(2).contains("*") && $0.count > 2 }.map { String($0.dropFirst()) }
  }

  func contain(_ host: String) -> Bool { names.contains(host) || suffixes.contains { host.hasSuffix($0) } }
}
