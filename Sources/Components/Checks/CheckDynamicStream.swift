internal import ConnectorKit
internal import JSON

/// Reads the first record of the first streams, for connectors whose streams are made from templates.
struct CheckDynamicStream: ConnectionChecker {
  static let spec = ComponentSpec<any ConnectionChecker>(
    "CheckDynamicStream", "Checks a connection by reading the first record of the first streams.", since: "6.20",
    fields: Field<Double>.wholeNumber("stream_count", doc: "How many streams are checked."),
    Field<Bool>.bool("use_check_availability", doc: "Whether records are read; without, it is enough that the streams can be made.")
      .default(true, shown: true),
    Field<JSONObject>.object("config_overrides", doc: "Settings that replace the user's while a connection is checked.").default([:]),
    examples: [
      """
      type: CheckDynamicStream
      stream_count: 1
      """
    ],
    make: CheckDynamicStream.init)

  let count: Double
  let readsRecords: Bool
  let overrides: JSONObject

  func configOverrides(_ config: JSONObject) throws -> JSONObject { overrides }

  func check(_ plan: ConnectorPlan, run: RunServices) async throws -> String? {
    let streams = try await plan.allStreams(run: run)
    guard !streams.isEmpty else { return "The connector has no streams." }
    guard readsRecords else { return nil }
    // A negative count leaves out as many streams at the end, as it does in the reference.
    let whole = Int(exactly: abs(count)) ?? .max
    for stream in count < 0 ? streams.dropLast(whole) : streams.prefix(whole) {
      if let problem = await StreamAvailability.problem(of: stream, run: run) { return problem }
    }
    return nil
  }
}
