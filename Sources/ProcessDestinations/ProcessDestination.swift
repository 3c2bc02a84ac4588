internal import ConnectorKit
internal import Destinations
internal import Glibc
internal import JSON
internal import Subprocesses
internal import Sync
internal import Synchronization

/// A program that takes records on its standard input and acknowledges states on its standard output.
final class ProcessDestination: Sendable {
  private struct State {
    var acknowledgements = Acknowledgements()
    var failure: String?
    var runs: [StreamRun] = []
  }

  private let process: ChildProcess
  private let store: StateFile
  private let context: DestinationContext
  private let state = Mutex(State())

  /// Starts the program.
  ///
  /// - Parameter onMessage: takes each document of the program's output, on a thread of its own.
  init(
    _ command: String, _ arguments: [String], store: StateFile, context: DestinationContext,
    onMessage: @escaping @Sendable (JSONView, ProcessDestination) -> Void
  ) throws {
    process = try ChildProcess(command, arguments)
    self.store = store
    self.context = context
    let reading = process
    let ended = EndSignal()
    end = ended
    // Held as long as the program writes, so that no acknowledgement is lost.
    Threads.start { [self] in
      var lines = LineReader(reading)
      while let tape = lines.next(onText: { context.log.write(.debug, "\(command): \($0)") }) {
        for message in tape.roots { onMessage(message, self) }
      }
      ended.signal()
    }
  }

  private let end: EndSignal

  /// Sends bytes, which end with a line end.
  ///
  /// - Throws: `SyncError` when the program takes no more.
  func send(_ bytes: UnsafeRawBufferPointer) throws {
    guard process.write(bytes) else { throw stopped() }
  }

  /// Sends one message.
  func send(_ message: JSONValue) throws {
    var writer = JSONWriter(minimumCapacity: 512)
    writer.write(message)
    writer.writeRaw(UInt8(ascii: "\n"))
    try writer.withBytes { try send($0) }
  }

  /// Sends records, each between the same bytes.
  func send(_ records: JSONRecords, between prefix: [UInt8], and suffix: [UInt8]) throws {
    var writer = JSONWriter(minimumCapacity: 1 << 17)
    try writer.write(records, between: prefix, and: suffix, pieces: 1 << 16) { try send($0) }
    try writer.withBytes { try send($0) }
  }

  private func stopped() -> SyncError {
    process.closeInput()
    let exit = process.wait()
    end.wait()
    return error("The destination stopped", exit)
  }

  private func error(_ what: String, _ exit: ChildProcess.Exit) -> SyncError {
    let said = state.withLock(\.failure)
    let reason = said.map { "\(exit.text): \($0)" } ?? process.reason(exit)
    return SyncError(
      .transient,
      "\(what): \(reason). Records that it has acknowledged are kept; run the sync again, or try `\(process.command)` by hand.")
  }

  /// Remembers why the program fails, as it says itself.
  func noteFailure(_ text: String) { state.withLock { $0.failure = $0.failure ?? text } }

  /// Waits for a state to be acknowledged before what it stands for is saved.
  func expect(_ message: JSONValue, for saved: [StreamID: SavedStream]) {
    state.withLock { $0.acknowledgements.expect(message, for: saved) }
  }

  /// Saves what an acknowledged state stands for.
  func acknowledge(_ message: JSONValue, among isConcerned: (JSONValue) -> Bool = { _ in true }) {
    save(state.withLock { $0.acknowledgements.acknowledge(message, among: isConcerned) })
  }

  private func save(_ saved: [StreamID: SavedStream]) {
    for (stream, saved) in saved {
      do {
        let notes = store.entries(of: context.connection)[stream]?.notes ?? [:]
        try store.set(StateFile.Entry(saved: saved, notes: notes), of: stream, in: context.connection)
      } catch {
        context.log.write(.error, "The state of stream `\(stream)` was not saved: \(SyncError(wrapping: error).message)")
      }
    }
  }

  func record(_ run: StreamRun) { state.withLock { $0.runs.append(run) } }

  /// Tells the program that nothing more comes, and waits for its end.
  ///
  /// - Throws: `SyncError` when it fails.
  func finish() throws {
    process.closeInput()
    let exit = process.wait()
    end.wait()
    if exit.isSuccess { save(state.withLock { $0.acknowledgements.acknowledgeAll() }) }
    for var run in state.withLock(\.runs) {
      if !exit.isSuccess, run.outcome == .complete {
        run.outcome = .incomplete
        run.error = "the destination failed"
      }
      try store.record(run, of: context.connection)
    }
    if !exit.isSuccess { throw error("The destination failed", exit) }
  }
}

/// Lets a thread wait for another one.
private final class EndSignal: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }

  /// Waits for the signal; whoever has waited need not again.
  func wait() {
    while sem_wait(semaphore) != 0 {}
    sem_post(semaphore)
  }
}
