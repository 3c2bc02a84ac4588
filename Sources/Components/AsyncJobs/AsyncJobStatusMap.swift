internal import ConnectorKit
internal import Document
internal import JSON

/// What the API's words for the states of a job mean.
struct AsyncJobStatusMap: Sendable {
  static let spec = ComponentSpec<AsyncJobStatusMap>(
    "AsyncJobStatusMap", "Says what the API's words for the states of a job mean.", typing: .optional,
    fields: Field<[String]>.strings("running", doc: "The job is still at work."),
    Field<[String]>.strings("completed", doc: "The job is done and its records can be downloaded."),
    Field<[String]>.strings("failed", doc: "The job has failed; it is created again."),
    Field<[String]>.strings("timeout", doc: "The job took too long; it is created again."),
    Field<[String]>.strings("skipped", doc: "The job is done and has no records.").default([], shown: []),
    Field<BuildContext>.context,
    examples: ["type: AsyncJobStatusMap\nrunning: [pending, running]\ncompleted: [done]\nfailed: [error]\ntimeout: []"],
    make: AsyncJobStatusMap.init)

  private let states: [String: AsyncJob.State]

  init(
    running: [String], completed: [String], failed: [String], timeout: [String], skipped: [String], context: BuildContext
  ) throws {
    var states: [String: AsyncJob.State] = [:]
    let lists: [(AsyncJob.State, [String])] = [
      (.running, running), (.completed, completed), (.failed, failed), (.timedOut, timeout), (.skipped, skipped),
    ]
    for (state, words) in lists {
      for word in words {
        guard states.updateValue(state, forKey: word) == nil else {
          throw Diagnostic(code: .repeatedStatus, "the status `\(word)` appears more than once", at: context.location)
        }
      }
    }
    self.states = states
  }

  subscript(word: String) -> AsyncJob.State? { states[word] }

  /// All words, for messages.
  var words: String { states.keys.sorted().map { "`\($0)`" }.joined(separator: ", ") }
}
