internal import ConnectorKit
internal import JSON

/// Checks that components keep to the contract of their slot, whatever they do otherwise. There is one check for each slot.
///
/// Give what the component works on; the checks look at what every component of the slot has to do with it.
public enum Conformance {
  static let stream = "conformance"

  static func scope(_ run: RunServices) -> RecordScope { RecordScope(streamName: stream, slice: StreamSlice(), run: run) }

  static func request(_ run: RunServices) -> RequestScope { RequestScope(streamName: stream, slice: StreamSlice(), run: run) }

  static func response(_ body: [UInt8], status: Int = 200) -> Response {
    let request = HTTPRequest(url: "http://127.0.0.1/conformance")
    return Response(HTTPResponse(head: HTTPResponseHead(status: status, url: request.url), body: body), to: request)
  }

  static func records(_ objects: [JSONObject]) throws -> [JSONRecord] {
    try objects.compactMap { JSONRecord(view: try JSONView(encoding: .object($0))) }
  }
}

/// Where a component does not keep to its contract.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
  /// Each says what is wrong and why it matters.
  public let problems: [String]
  public var description: String { problems.joined(separator: "\n") }
}

/// Gathers what is wrong, to be told together.
struct ConformanceProblems {
  private var problems: [String] = []

  mutating func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
    if !condition { problems.append(problem()) }
  }

  func report() throws {
    if !problems.isEmpty { throw ConformanceFailure(problems: problems) }
  }
}
