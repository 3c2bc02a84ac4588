/// News about the run itself.
package struct TraceMessage: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case error(ErrorTrace)
    case streamStatus(StreamStatusTrace)
    case estimate(EstimateTrace)
    case analytics(AnalyticsTrace)
  }

  package var content: Content
  /// Milliseconds since 1970, with a fraction; errors are stamped with whole ones.
  package var emittedAt: Double

  package init(_ content: Content, emittedAt: Double) {
    self.content = content
    self.emittedAt = emittedAt
  }
}

/// Who has to act on an error.
package enum FailureType: String, Sendable, Hashable, CaseIterable {
  /// The connector or its manifest is wrong.
  case system = "system_error"
  /// The user's config is wrong.
  case config = "config_error"
  /// It may go away by itself.
  case transient = "transient_error"
}

package struct ErrorTrace: Sendable, Hashable {
  /// For the user.
  package var message: String
  /// For whoever looks into the failure.
  package var internalMessage: String?
  package var stackTrace: String?
  package var failureType: FailureType?
  package var stream: StreamDescriptor?

  package init(
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

package struct StreamStatusTrace: Sendable, Hashable {
  package enum Status: String, Sendable, Hashable, CaseIterable {
    case started = "STARTED"
    case running = "RUNNING"
    case complete = "COMPLETE"
    case incomplete = "INCOMPLETE"
  }

  /// Why a stream does not advance.
  package enum Reason: Sendable, Hashable {
    /// With the time at which the quota is filled again, in milliseconds since 1970, if known.
    case rateLimited(quotaReset: Int?)
  }

  package var stream: StreamDescriptor
  package var status: Status
  package var reasons: [Reason]

  package init(stream: StreamDescriptor, status: Status, reasons: [Reason] = []) {
    self.stream = stream
    self.status = status
    self.reasons = reasons
  }
}

package struct EstimateTrace: Sendable, Hashable {
  package enum Scope: String, Sendable, Hashable, CaseIterable {
    case stream = "STREAM"
    case sync = "SYNC"
  }

  package var stream: StreamDescriptor
  package var scope: Scope
  package var rows: Int?
  package var bytes: Int?

  package init(stream: StreamDescriptor, scope: Scope, rows: Int? = nil, bytes: Int? = nil) {
    self.stream = stream
    self.scope = scope
    self.rows = rows
    self.bytes = bytes
  }
}

package struct AnalyticsTrace: Sendable, Hashable {
  package var type: String
  package var value: String?

  package init(type: String, value: String? = nil) {
    self.type = type
    self.value = value
  }
}
