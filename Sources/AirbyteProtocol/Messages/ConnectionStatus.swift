/// The outcome of `check`.
public struct ConnectionStatus: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
  }

  public var status: Status
  public var message: String?

  public init(status: Status, message: String? = nil) {
    self.status = status
    self.message = message
  }
}
