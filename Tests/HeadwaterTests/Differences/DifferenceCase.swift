import HeadwaterTesting
import JSON
import Quirks
import Testing

/// One way in which Headwater differs from the reference on purpose: a manifest, an API, and what a command does in both modes.
struct DifferenceCase: Sendable, CustomTestStringConvertible {
  /// The difference that is shown.
  let id: Difference.ID
  /// What is peculiar to this case.
  let name: String
  var verb = "read"
  let manifest: JSONValue
  var config: JSONObject = [:]
  /// The streams to read; those whose cursor counts are read incrementally.
  var streams = ["items"]
  var state: JSONValue?
  /// Texts of files beside the manifest, by name.
  var files: [String: String] = [:]
  var checkpointInterval = 60.0
  var api: [LoopbackRoute] = []
  let usual: Outcome
  /// What the reference does where it is followed; nil where both modes do the same.
  var compat: Outcome?

  var testDescription: String { "\(id.name): \(name)" }

  /// What is looked at in the output of a command. What is nil or empty is not looked at.
  struct Outcome: Sendable {
    var succeeds = true
    var records: [JSONValue]?
    var states: [JSONValue]?
    /// The last status of the first stream; an empty text says that none must come.
    var status: String?
    /// How many states come.
    var stateCount: Int?
    /// Texts that some error must say.
    var says: [String] = []
    /// Texts that the output must not hold at all.
    var hides: [String] = []
    /// Texts that the output must hold.
    var shows: [String] = []
    /// How many requests came for a path.
    var requests: [String: Int] = [:]
    /// The queries of the requests for `/items`, in order.
    var queries: [String]?
    /// The bodies of the requests for `/items`, in order.
    var bodies: [String]?

    static func records(_ records: JSONValue...) -> Outcome { Outcome(records: records, status: "COMPLETE") }

    /// A failed read.
    static func failure(_ says: String..., records: [JSONValue]? = nil) -> Outcome {
      Outcome(succeeds: false, records: records, status: "INCOMPLETE", says: says)
    }

    /// A command that fails before any stream is begun.
    static func refusal(_ says: String...) -> Outcome { Outcome(succeeds: false, records: [], status: "", says: says) }
  }
}

extension DifferenceCase {
  static var all: [DifferenceCase] {
    bodies + requests + texts + downloads + records + pages + partitions + states + templates + commands + reports + silence
  }

  /// An answer with records under `data`, and whatever else the body holds.
  static func page(_ records: JSONValue..., more: JSONObject = [:]) -> LoopbackAnswer {
    var body = more
    body["data"] = .array(records)
    return .json(JSONText.compact(.object(body)))
  }

  static func items(_ answers: LoopbackAnswer..., query: [String: String] = [:]) -> LoopbackRoute {
    LoopbackRoute("GET", "/items", query: query, answers: answers)
  }
}
