internal import ConnectorKit
internal import Synchronization

/// Tells the log, once for a stream, what is odd about answers that are not errors.
struct ResponseRemarks {
  private let response: Response
  private let scope: RequestScope

  init(_ response: Response, _ scope: RequestScope) {
    self.response = response
    self.scope = scope
  }

  /// Made for messages alone: every response comes by here.
  private var place: String { FailureText.place(response.request) }

  func write() {
    if response.status == 206, !response.request.headers.contains("Range"), isFirst("part") {
      scope.run.log.write(
        .warning,
        "\(place) returned HTTP status 206 (partial content) although no range was requested. Records may be missing.")
    }
    guard response.status == 401 || response.status == 403, response.http.url != response.request.url else { return }
    let (asked, answered) = (Address(response.request.url), Address(response.http.url))
    guard asked.scheme != answered.scheme || asked.authority != answered.authority, isFirst("origin") else { return }
    scope.run.log.write(
      .warning,
      "\(place) was redirected to \(answered.redacted), which is another host and got no credentials. If it may have them, list the "
        + "host in `metadata.allowedHosts.hosts` of the manifest.")
  }

  private func isFirst(_ topic: String) -> Bool {
    scope.run.shared.value(for: SharedKey("\(topic) \(scope.streamName)")) { Remark() }.isFirst()
  }
}

private final class Remark: Sendable {
  private let isMade = Mutex(false)

  func isFirst() -> Bool {
    isMade.withLock { isMade in
      defer { isMade = true }
      return !isMade
    }
  }
}
