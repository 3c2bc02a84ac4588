internal import ConnectorKit
internal import Destinations
package import Document
internal import Sync

/// Makes everything as a plan says.
package enum Applier {
  /// What came of it.
  package struct Outcome: Sendable {
    /// The names of the places that were changed.
    package var changed: [String] = []
    /// What could not be done.
    package var problems: [Diagnostic] = []
  }

  /// Carries out a plan, place by place. Each place that is a database is changed as a whole or not at all; what was done stays when another
  /// one fails.
  ///
  /// - Parameter lockTimeout: how many seconds it waits for a program that has locked a database; nil for the standard.
  package static func apply(_ plan: Plan, log: SyncLog, lockTimeout: Double? = nil) async -> Outcome {
    var outcome = Outcome()
    if let server = plan.server, !plan.serverChanges.isEmpty {
      do {
        try await ServerApplier.apply(plan.serverChanges, to: server)
        outcome.changed.append(server.name)
      } catch {
        outcome.problems += Diagnostic.all(of: error, "cannot change the workspace \(server.name)", at: nil, log)
      }
    }
    for step in ordered(plan.steps) {
      do {
        try await step.place.store(lockTimeout: lockTimeout).apply(step.changes, to: step.revision, log: log)
        outcome.changed.append(step.place.name)
      } catch {
        outcome.problems += Diagnostic.all(of: error, "cannot change \(step.place.name)", at: nil, log)
      }
    }
    return outcome
  }

  /// Places that only lose a record come last: a connection is never without one.
  private static func ordered(_ steps: [Plan.PlaceChanges]) -> [Plan.PlaceChanges] {
    let onlyForgets = { (step: Plan.PlaceChanges) in
      step.changes.allSatisfy { change in
        if case .declare(_, nil) = change { true } else { false }
      }
    }
    return steps.filter { !onlyForgets($0) } + steps.filter(onlyForgets)
  }
}
