internal import ConnectorKit
internal import Document
internal import Sync

/// What failed in a sync, as people read it.
package enum FailureText {
  /// Why there was no sync.
  package static func text(_ error: any Error) -> String {
    switch error {
    case let failure as OutputFailure: failure.message
    case let list as DiagnosticList: list.diagnostics.map(text).joined(separator: "\n")
    case let diagnostic as Diagnostic: text(diagnostic)
    default: SyncError(wrapping: error).message
    }
  }

  private static func text(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { "\($0): " } ?? ""
    return place + diagnostic.message + (diagnostic.fix.map { " (\($0))" } ?? "")
  }

  /// A line for each stream that failed.
  package static func lines(_ report: SyncReport) -> [String] {
    report.failures.map { stream, errors in
      let message = errors.first?.message ?? "the stream was not read"
      return "stream \(stream): \(message)" + (errors.count > 1 ? " (and \(errors.count - 1) more)" : "")
    }
  }
}

extension SyncReport {
  /// 0 when all streams were synced, 3 when some were, 1 when none was.
  package var exitCode: Int32 {
    switch outcome {
    case .all: 0
    case .some: 3
    case .none: 1
    }
  }
}
