internal import ConnectorKit

/// How many of the streams that a dynamic stream makes are checked.
struct DynamicStreamCheckConfig: Sendable {
  static let spec = ComponentSpec<DynamicStreamCheckConfig>(
    "DynamicStreamCheckConfig", "Says how many of the streams made from a template are checked.", since: "6.44",
    fields: Field<String>.string("dynamic_stream_name", doc: "The name of the dynamic stream."),
    Field<Double>.wholeNumber("stream_count", doc: "How many of its streams are checked; all by default.").limited(.atLeast(1)).optional,
    examples: [
      """
      type: DynamicStreamCheckConfig
      dynamic_stream_name: tables
      stream_count: 2
      """
    ],
    make: DynamicStreamCheckConfig.init)

  let name: String
  let count: Double?

  /// What keeps the streams from being read; nil when nothing does.
  func check(_ streams: PlannedStreams, run: RunServices) async -> String? {
    guard let dynamic = streams.dynamic.first(where: { $0.name == name }) else {
      let known = streams.dynamic.map(\.name).joined(separator: ", ")
      return "Unknown dynamic stream `\(name)` in the check. Dynamic streams: \(known.isEmpty ? "none" : known)."
    }
    for stream in dynamic.streams.prefix(count.map { Int(exactly: max(0, $0)) ?? .max } ?? .max) {
      if let problem = await StreamAvailability.problem(of: stream, run: run) { return problem }
    }
    return nil
  }
}
