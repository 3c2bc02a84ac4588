/// News about the run itself.
public struct TraceMessage: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case error(ErrorTrace)
    case streamStatus(StreamStatusTrace)
    case estimate(EstimateTrace)
    case analytics(AnalyticsTrace)
  }

  public var content: Content
  /// Milliseconds since 1970, with a fraction; errors are stamped with whole ones.
  public var emittedAt: Double

  public init(_ content: Content, emittedAt: Double) {
    self.content = content
    self.emittedAt = emittedAt
  }
}

/// Who has to act on an error.
public enum FailureType: String, Sendable, Hashable, CaseIterable {
  /// The connector or its manifest is wrong.
  case system = "system_error"
  /// The user's config is wrong.
  case config = "config_error"
  /// It may go away by itself.
  case transient = "transient_error"
}

public struct ErrorTrace: Sendable, Hashable {
  /// For the user.
  public var message: String
  /// For whoever looks into the failure.
  public var internalMessage: String?
  public var stackTrace: String?
  public var failureType: FailureType?
  public var stream: StreamDescriptor?

  public init(
    message: String, internalMessage: String? = nil, stackTrace: String? = nil, failureType: FailureType? = nil,
    stream: StreamDescriptor? = nil
  ) {
    self.message = message
    self.internalMessage = internalMessage
    self.stackTrace = stackTrace
    self.failureType = failureType
    self.stream = stream
  }
}

public struct StreamStatusTrace: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case started = "STARTED"
    case running = "RUNNING"
    case complete = "COMPLETE"
    case incomplete = "INCOMPLETE"
  }

  /// Why a stream does not advance.
  public enum Reason: Sendable, Hashable {
    /// With the time at which the quota is filled again, in milliseconds since 1970, if known.
    case rateLimited(quotaReset: Int?)
  }

  public var stream: StreamDescriptor
  public var status: Status
  public var reasons: [Reason]

  public init(stream: StreamDescriptor, status: Status, reasons: [Reason] = []) {
    self.stream = stream
    self.status = status
    self.reasons = reasons
  }
}

public struct EstimateTrace: Sendable, Hashable {
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    case stream = "STREAM"
    case sync = "SYNC"
  }

  public var stream: StreamDescriptor
  public var scope: Scope
  public var rows: Int?
  public var bytes: Int?

  public init(stream: StreamDescriptor, scope: Scope, rows: Int? = nil, bytes: Int? = nil) {
    self.stream = stream
    self.scope = scope
    self.rows = rows
    self.bytes = bytes
  }
}

public struct AnalyticsTrace: Sendable, Hashable {
  public var type: String
  public var value: String?

  public init(type: String, value: String? = nil) {
    self.type = type
    self.value = value
  }
}
