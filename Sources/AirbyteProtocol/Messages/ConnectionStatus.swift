/// The outcome of `check`.
package struct ConnectionStatus: Sendable, Hashable {
  package enum Status: String, Sendable, Hashable, CaseIterable {
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
  }

  package var status: Status
  package var message: String?

  package init(status: Status, message: String? = nil) {
    self.status = status
    self.message = message
  }
}
