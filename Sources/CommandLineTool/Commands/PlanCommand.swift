internal import ArgumentParser
internal import Connections
internal import Glibc
internal import JSON

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what `apply` would change to make connections as their file says.",
    discussion: """
      Compares the connections file with what was applied last and with what is in the destinations. Exit codes: 0 nothing to do, 2 changes,
      1 errors.
      """)

  @OptionGroup var connections: ConnectionsOptions
  @OptionGroup var scope: PlanScope

  @Flag(help: "Print the plan as JSON.")
  var json = false

  func run() {
    let (connections, scope, json) = (connections, scope, json)
    InterruptibleWork.run {
      await ConnectionsWork.run {
        let plan = try await scope.plan(connections)
        try Terminal.write(json ? JSONText.compact(.object(plan.json)) + "\n" : ConnectionsWork.text(plan))
        return plan.exitCode
      }
    }
  }
}

struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Make connections as their file says: tables, states, and the record of what was applied.",
    discussion: "Prints the plan first, and asks before records are lost. Exit codes: 0 done or nothing to do, 1 errors.")

  @OptionGroup var connections: ConnectionsOptions
  @OptionGroup var scope: PlanScope

  @Flag(help: "Do not ask before records are lost.")
  var yes = false

  func run() {
    let (connections, scope, yes) = (connections, scope, yes)
    InterruptibleWork.run {
      await ConnectionsWork.run {
        let plan = try await scope.plan(connections)
        try Terminal.write(ConnectionsWork.text(plan))
        guard !plan.hasErrors else {
          Terminal.complain("Nothing was applied. Fix the errors above, then run `headwater apply` again.")
          return 1
        }
        guard !plan.isEmpty else { return 0 }
        guard try yes || plan.losses.isEmpty || Self.isConfirmed() else { return 1 }
        let outcome = await Applier.apply(plan, log: connections.log())
        ConnectionsOptions.report(outcome.problems)
        try Terminal.write(
          outcome.problems.isEmpty ? "Applied.\n" : "Applied to \(outcome.changed.count) of \(plan.placeCount) destinations.\n")
        return outcome.problems.isEmpty ? 0 : 1
      }
    }
  }

  /// Asks the user.
  private static func isConfirmed() throws -> Bool {
    guard isatty(STDIN_FILENO) == 1 else {
      Terminal.complain("Records would be lost (see the lines with `!`). Nothing was applied. Use --yes to apply all the same.")
      return false
    }
    try Terminal.write("Records will be lost, see the lines with `!`. Type yes to apply: ")
    guard readLine()?.lowercased() == "yes" else {
      try Terminal.write("Nothing was applied.\n")
      return false
    }
    return true
  }
}

/// How far a plan goes.
struct PlanScope: ParsableArguments {
  @Flag(
    help: """
      Delete connections and streams with their records that were applied before and that the file does not mention. The default is to leave
      them alone.
      """)
  var deleteUnmentioned = false

  @Flag(help: "With an Airbyte server as target: send secrets, too, that were not set from here.")
  var sendSecrets = false

  func plan(_ connections: ConnectionsOptions) async throws -> Plan {
    let file = try connections.read()
    let plan = await Planner.plan(
      file, maker: connections.maker, scope: PlanScopeOptions(deletesUnmentioned: deleteUnmentioned, sendsSecrets: sendSecrets),
      log: connections.log())
    ConnectionsOptions.report(plan.problems)
    return plan
  }
}

/// What commands for connections have in common.
enum ConnectionsWork {
  /// - Returns: the exit code that the body gives, or 1 and a message when it throws.
  static func run(_ body: () async throws -> Int32) async -> Int32 {
    do {
      return try await body()
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      Terminal.complain(FailureText.text(error))
      return 1
    }
  }

  static func text(_ plan: Plan) -> String { PlanText(colors: isatty(STDOUT_FILENO) == 1 && SyncView.wantsColors).text(plan) }
}
