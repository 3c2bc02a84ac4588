internal import CCurl
internal import ConnectorKit
internal import Glibc
internal import Synchronization

/// The one thread that owns every handle of libcurl. It is started by the first request and ends with `stop()`.
///
/// Unchecked: `queue` is guarded, everything else is touched by the event thread alone.
final class EventLoop: @unchecked Sendable {
  enum Command: Sendable {
    case start(Transfer)
    case cancel(Transfer)
    case resume(Transfer)
    case stop
  }

  private struct Queue: @unchecked Sendable {
    var commands: [Command] = []
    var isStarted = false
    /// Whether a wake-up is on its way that nobody has answered yet.
    var isWoken = false
    var multi: UnsafeMutableRawPointer?
  }

  private let options: CurlTransportOptions
  private let queue = Mutex(Queue())

  private var multi: UnsafeMutableRawPointer?
  private var share: UnsafeMutableRawPointer?
  private var authorities: CertificateAuthorities?
  private var active: [UnsafeMutableRawPointer: Transfer] = [:]
  private var idle: [EasyHandle] = []
  /// When some transfer may have been silent for too long, on the monotonic clock.
  private var nextCheck = Int.max

  init(options: CurlTransportOptions) {
    self.options = options
  }

  /// Tells the event thread what to do; returns at once. Not to be called after `stop()`.
  func submit(_ command: Command) {
    let (multi, mustStart) = queue.withLock { queue in
      queue.commands.append(command)
      let mustStart = !queue.isStarted
      queue.isStarted = true
      guard !queue.isWoken else { return (nil as UnsafeMutableRawPointer?, mustStart) }
      queue.isWoken = queue.multi != nil
      return (queue.multi, mustStart)
    }
    // Outside the lock, which the thread wants as soon as it is awake.
    if let multi { curl_multi_wakeup(multi) }
    if mustStart { startThread() }
  }

  /// Breaks off what is under way and ends the thread, if there is one.
  func stop() {
    queue.withLock { queue in
      guard queue.isStarted else { return }
      queue.commands.append(.stop)
      // Inside the lock: the thread takes the handle away under it before it frees the handle.
      if let multi = queue.multi { curl_multi_wakeup(multi) }
    }
  }

  private func startThread() {
    let context = Unmanaged.passRetained(self)
    // Signals are for the rest of the process: the thread inherits a mask that bars them all.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    guard failure == 0 else {
      context.release()
      failAll()
      return
    }
    pthread_detach(thread)
  }

  /// For a process that can have no more threads: what was asked for fails, and the next request tries again.
  private func failAll() {
    let commands = queue.withLock { queue in
      queue.isStarted = false
      defer { queue.commands = [] }
      return queue.commands
    }
    for case .start(let transfer) in commands {
      transfer.finish(TransportErrors.unavailable(transfer))
    }
  }

  // MARK: On the event thread

  private func run() {
    setUp()
    while handleCommands() {
      guard let multi else {
        if endWithoutMulti() { return }
        continue
      }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      finishEnded(multi)
      acknowledgeHeads(multi)
      curl_multi_poll(multi, nil, 0, Int32(giveUpSilent()), nil)
    }
    tearDown()
  }

  private func setUp() {
    guard LibCurl.isReady, let multi = curl_multi_init() else { return }
    self.multi = multi
    authorities = CertificateAuthorities(environment: options.environment)
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, options.connectionsPerHost))
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(1, options.idleConnections))
    share = curl_share_init()
    if let share {
      // No lock functions: only this thread uses the share.
      let shared = [CURL_LOCK_DATA_SSL_SESSION] + (options.keepsCookies ? [CURL_LOCK_DATA_COOKIE] : [])
      for kind in shared { _ = ccurl_share_set_long(share, CURLSHOPT_SHARE, Int(kind.rawValue)) }
    }
    queue.withLock { $0.multi = multi }
  }

  /// Lets a later request try again with another thread; false when more was asked for in the meantime.
  private func endWithoutMulti() -> Bool {
    queue.withLock { queue in
      guard queue.commands.isEmpty else { return false }
      queue.isStarted = false
      return true
    }
  }

  private func tearDown() {
    queue.withLock { $0.multi = nil }
    for transfer in active.values {
      detach(transfer)
      transfer.finish(TransportErrors.cancelled(transfer))
    }
    active = [:]
    idle = []
    if let multi { curl_multi_cleanup(multi) }
    if let share { curl_share_cleanup(share) }
  }

  /// False when the thread is to end.
  private func handleCommands() -> Bool {
    let commands = queue.withLock { queue in
      var commands: [Command] = []
      swap(&commands, &queue.commands)
      queue.isWoken = false
      return commands
    }
    var goesOn = true
    for command in commands {
      switch command {
      case .start(let transfer): start(transfer)
      case .cancel(let transfer): cancel(transfer)
      case .resume(let transfer): transfer.resume()
      case .stop: goesOn = false
      }
    }
    return goesOn
  }

  private func start(_ transfer: Transfer) {
    transfer.isStarted = true
    if transfer.isCancelled {
      transfer.finish(TransportErrors.cancelled(transfer))
      return
    }
    guard let multi, let handle = freeHandle() else {
      transfer.finish(TransportErrors.unavailable(transfer))
      return
    }
    handle.prepare(for: transfer)
    transfer.handle = handle
    active[handle.raw] = transfer
    nextCheck = min(nextCheck, transfer.deadline(now: Monotonic.milliseconds))
    guard curl_multi_add_handle(multi, handle.raw) == CURLM_OK else {
      active[handle.raw] = nil
      transfer.handle = nil
      transfer.finish(TransportErrors.unavailable(transfer))
      return
    }
  }

  private func freeHandle() -> EasyHandle? {
    if let handle = idle.popLast() { return handle }
    guard let authorities else { return nil }
    return EasyHandle(options: options, authorities: authorities, share: share)
  }

  private func cancel(_ transfer: Transfer) {
    transfer.isCancelled = true
    // A cancellation may overtake the start, which then finds the mark.
    guard transfer.isStarted else { return }
    if let handle = transfer.handle { active[handle.raw] = nil }
    detach(transfer)
    transfer.finish(TransportErrors.cancelled(transfer))
  }

  private func finishEnded(_ multi: UnsafeMutableRawPointer) {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let raw = message.pointee.easy_handle else { continue }
      let code = message.pointee.data.result
      guard let transfer = active.removeValue(forKey: raw), let handle = transfer.handle else { continue }
      if code != CURLE_OK && transfer.mayGoAgain(code) {
        detach(transfer)
        start(transfer)
        continue
      }
      let error =
        code == CURLE_OK ? nil : TransportErrors.failure(of: transfer, code: code, handle: handle, authorities: authorities, options)
      detach(transfer)
      transfer.finish(error)
    }
  }

  /// A server that sends head and body in two pieces holds the second one back until it knows that the first has arrived (Nagle's
  /// algorithm), which the system says up to 40 ms late.
  private func acknowledgeHeads(_ multi: UnsafeMutableRawPointer) {
    var isBodyDue = false
    for transfer in active.values where transfer.isBodyDue {
      transfer.isBodyDue = false
      isBodyDue = true
    }
    if isBodyDue { ccurl_acknowledge(multi) }
  }

  /// Ends the transfers that nothing has come of for too long.
  ///
  /// libcurl's own check goes by the mean speed of some seconds, which is late by as much.
  /// - Returns: The milliseconds until that has to be looked at again.
  private func giveUpSilent() -> Int {
    if active.isEmpty {
      nextCheck = .max
      return 60_000
    }
    let now = Monotonic.milliseconds
    guard now >= nextCheck else { return min(nextCheck - now, 60_000) }
    nextCheck = .max
    for (raw, transfer) in active {
      let deadline = transfer.deadline(now: now)
      if deadline > now {
        nextCheck = min(nextCheck, deadline)
        continue
      }
      active[raw] = nil
      detach(transfer)
      transfer.finish(TransportErrors.silent(transfer))
    }
    return max(1, min(nextCheck - now, 60_000))
  }

  /// Takes the handle from a transfer and keeps it for the next one.
  private func detach(_ transfer: Transfer) {
    guard let handle = transfer.handle else { return }
    transfer.handle = nil
    if let multi { curl_multi_remove_handle(multi, handle.raw) }
    handle.release()
    if idle.count < options.idleConnections { idle.append(handle) }
  }
}
