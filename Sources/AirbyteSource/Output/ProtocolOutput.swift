internal import Headwater
internal import AirbyteProtocol
internal import ConnectorKit
internal import HTTPTransport
internal import JSON
internal import Sync
internal import Synchronization

/// Writes a run as messages of the Airbyte protocol, one line each. Secrets are masked in everything but records.
final class ProtocolOutput: Sendable {
  let mask = SecretMask()
  private let platformSettings = Mutex<JSONObject>([:])
  private let output: StandardOutput
  private let clock: any RunClock
  private let minimumLevel: LogLevel
  private let gate: StatusGate
  /// Nil where each message is written, as in the reference and where all is to be seen.
  private let repeated: RepeatedMessages?
  private let streams = Mutex<[StreamID: Lines]>([:])
  /// From so many bytes on records are written before their page is complete: a piece is still in the processor's cache then, and it is
  /// what a pipe holds.
  private static let pieces = 1 << 16

  /// - Parameter quirks: whether statuses and repeated messages are written as the reference does.
  init(_ output: StandardOutput, clock: any RunClock, minimumLevel: LogLevel = .info, quirks: QuirkSet = .none) {
    self.output = output
    self.clock = clock
    self.minimumLevel = minimumLevel
    gate = StatusGate(isOpen: quirks.contains(.reportsStatusesOfOtherStreams))
    repeated = quirks.contains(.repeatsEqualFailures) || minimumLevel <= .debug ? nil : RepeatedMessages()
  }

  /// Names the streams that the platform wants to hear of. No status of any other stream is written.
  func select(_ streamNames: [String]) { gate.select(streamNames) }

  /// Writes how often repeated messages came. To be called when nothing more is logged.
  func writeRepetitions() {
    for message in repeated?.takeRepeated() ?? [] {
      writeLine(message.level, "\(message.text) (\(message.count) times)")
    }
  }

  private func writeLine(_ level: LogLevel, _ text: String) {
    guard let level = LogMessage.Level(rawValue: level.rawValue) else { return }
    // A log that cannot be written has nobody left to tell; the next record or state reports the broken output.
    try? write(.log(LogMessage(level: level, message: text)))
  }

  /// Takes note of members of the config that no component sees, but that the platform has to keep.
  func preserveInConfig(_ settings: JSONObject) { platformSettings.withLock { $0 = settings } }

  func write(_ message: AirbyteMessage) throws(OutputFailure) {
    var writer = JSONWriter(minimumCapacity: 512)
    message.write(to: &writer)
    writer.writeRaw(UInt8(ascii: "\n"))
    try writer.withBytes { (bytes) throws(OutputFailure) in try output.write(bytes) }
  }

  /// A failure as an error trace.
  func write(_ error: SyncError) throws(OutputFailure) {
    let trace = ErrorTrace(
      message: mask.mask(error.message), internalMessage: mask.mask(error.internalMessage),
      failureType: FailureType(rawValue: error.failureType.rawValue),
      stream: error.streamName.map { StreamDescriptor(name: $0) })
    try write(.trace(TraceMessage(.error(trace), emittedAt: milliseconds.rounded(.down))))
  }

  var milliseconds: Double { Double(clock.now()) / 1000 }

  /// What the lines of a stream have in common.
  private struct Lines {
    let envelope: RecordEnvelope
    var hasRecords = false
  }

  private func envelope(of stream: StreamID) -> (envelope: RecordEnvelope, isFirst: Bool) {
    streams.withLock { streams in
      let known = streams[stream]
      let lines = known ?? Lines(envelope: RecordEnvelope(stream: StreamDescriptor(stream)))
      if known?.hasRecords != true { streams[stream] = Lines(envelope: lines.envelope, hasRecords: true) }
      return (lines.envelope, !lines.hasRecords)
    }
  }
}

extension ProtocolOutput: SyncOutput {
  func begin(_ stream: StreamID) async throws { try write(.started, of: stream) }

  func prepare(_ stream: StreamDescription, as selection: StreamSelection) async throws {}

  func deliver(_ page: RecordPage, of stream: StreamID, from slice: SliceID) async throws {
    let (envelope, isFirst) = envelope(of: stream)
    if isFirst { try write(.running, of: stream) }
    let now = clock.now() / 1000
    let suffix = envelope.suffix(emittedAt: now)
    // Room for the record that makes the piece full, too.
    var writer = JSONWriter(minimumCapacity: Self.pieces + Self.pieces / 4)
    if page.files.isEmpty {
      try writer.write(page.records, between: envelope.prefix, and: suffix, pieces: Self.pieces) { (bytes) throws(OutputFailure) in
        try output.write(bytes)
      }
    } else {
      for (record, file) in zip(page.records, page.files) {
        writer.writeRaw(envelope.prefix)
        writer.write(record, omittingNulls: true)
        envelope.writeSuffix(to: &writer, emittedAt: now, file: file)
      }
    }
    try writer.withBytes { (bytes) throws(OutputFailure) in try output.write(bytes) }
  }

  func checkpoint(_ state: JSONObject, of stream: StreamID, covering slices: [SliceID], recordCount: Int) async throws {
    try write(.state(StateMessage(stream: StreamDescriptor(stream), state: state, recordCount: recordCount)))
  }

  func failure(_ error: SyncError, of stream: StreamID) async throws { try write(error) }

  func end(_ stream: StreamID, _ outcome: StreamOutcome) async throws {
    switch outcome {
    case .complete, .limited: try write(.complete, of: stream)
    case .incomplete, .cancelled: try write(.incomplete, of: stream)
    }
  }

  func finish() async throws {}

  private func write(_ status: StreamStatusTrace.Status, of stream: StreamID) throws(OutputFailure) {
    try write(StreamStatusTrace(stream: StreamDescriptor(stream), status: status))
  }

  private func write(_ trace: StreamStatusTrace) throws(OutputFailure) {
    try gate.pass(trace.status, of: trace.stream.name) { () throws(OutputFailure) in
      try write(.trace(TraceMessage(.streamStatus(trace), emittedAt: milliseconds)))
    }
  }
}

extension ProtocolOutput: MaskingReports {
  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    guard level >= minimumLevel else { return }
    let text = mask.mask(message())
    if repeated?.isNews(level, text) ?? true { writeLine(level, text) }
  }

  func addSecret(_ value: String) { mask.add(value) }

  func masked(_ text: String) -> String { mask.mask(text) }

  func configChanged(_ config: JSONObject) {
    let config = platformSettings.withLock { $0.reduce(into: config) { $0[$1.key] = $1.value } }
    try? write(.control(ControlMessage(config: config, emittedAt: milliseconds)))
  }

  func failed(_ error: SyncError) {
    if repeated?.isNews(.error, mask.mask(error.message)) ?? true { try? write(error) }
  }

  func rateLimited(streamName: String) {
    try? write(
      StreamStatusTrace(stream: StreamDescriptor(name: streamName), status: .running, reasons: [.rateLimited(quotaReset: nil)]))
  }
}

extension ProtocolOutput {
  /// The same transport; where debug messages are wanted, one that logs every request and what came of it.
  func observing(_ transport: any Transport) -> any Transport {
    guard minimumLevel <= .debug else { return transport }
    return ObservedTransport(transport) { request, outcome in
      let place = "\(request.method) \(Address(request.url).redacted)"
      switch outcome {
      case .success(let response): self.write(.debug, "\(place): HTTP status \(response.status), \(response.body.count) bytes")
      case .failure(let error): self.write(.debug, "\(place): \(error.message)")
      }
    }
  }
}
