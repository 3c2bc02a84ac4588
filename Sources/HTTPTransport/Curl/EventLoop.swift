internal import CCurl
internal import ConnectorKit
internal import Synchronization

/// Owns every handle of libcurl, which only the one thread touches that holds the loop.
///
/// That is a thread of its own, which the first request starts and `stop()` ends; or, one after the other, those of
/// ``PollingThreads`` that have nothing else to do, and those that ask for something while nobody holds the loop.
///
/// Unchecked: `queue` is guarded, `underWay` and `held` are atomic, everything else is touched by the holder alone.
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

  let options: CurlTransportOptions
  private let threads: PollingThreads?
  private let queue = Mutex(Queue())
  /// How many transfers have been asked for and not ended.
  let underWay = Atomic(0)
  /// Changed under the lock of `queue` only.
  private let held = Atomic(false)

  var multi: UnsafeMutableRawPointer?
  var share: UnsafeMutableRawPointer?
  var authorities: CertificateAuthorities?
  var active: [UnsafeMutableRawPointer: Transfer] = [:]
  var idle: [EasyHandle] = []
  /// When some transfer may have been silent for too long, on the monotonic clock.
  var nextCheck = Int.max

  /// - Parameter threads: hold the loop by turns, unless they have another one; nil for a thread of its own.
  init(options: CurlTransportOptions, threads: PollingThreads?) {
    self.options = options
    self.threads = threads
  }

  /// Whether something may come from the network.
  var hasTransfers: Bool { underWay.load(ordering: .relaxed) > 0 }

  /// Whether some thread is at work with the network, or waits for it.
  var isHeld: Bool { held.load(ordering: .relaxed) }

  private enum Reaction {
    case none
    case wake(UnsafeMutableRawPointer)
    case start
    case hold
  }

  /// Says what is to be done. It is done by now where nobody else holds the loop, and soon otherwise. Not to be called after `stop()`.
  func submit(_ command: Command) {
    if case .start = command { underWay.add(1, ordering: .relaxed) }
    let reaction: Reaction = queue.withLock { queue in
      queue.commands.append(command)
      guard queue.isStarted else {
        queue.isStarted = true
        held.store(true, ordering: .relaxed)
        return threads?.adopt(self) == true ? .hold : .start
      }
      if tryAcquireLoop() { return .hold }
      guard !queue.isWoken, let multi = queue.multi else { return .none }
      queue.isWoken = true
      return .wake(multi)
    }
    // Outside the lock, which the holder wants as soon as it is awake.
    switch reaction {
    case .none: break
    case .wake(let multi): curl_multi_wakeup(multi)
    case .start: startThread()
    case .hold:
      hold(waits: false) { true }
      if hasTransfers { threads?.didStartTransfer() }
    }
  }

  /// Makes a thread that waits for the network stop waiting.
  func wake() {
    queue.withLock { queue in
      guard !queue.isWoken, let multi = queue.multi else { return }
      queue.isWoken = true
      // Inside the lock: the holder takes the handle away under it before it frees the handle.
      curl_multi_wakeup(multi)
    }
  }

  /// Breaks off what is under way; a thread of the loop's own ends.
  func stop() {
    let mustHold = queue.withLock { queue in
      guard queue.isStarted else { return false }
      queue.commands.append(.stop)
      if tryAcquireLoop() { return true }
      // Inside the lock: the holder takes the handle away under it before it frees the handle.
      if let multi = queue.multi { curl_multi_wakeup(multi) }
      return false
    }
    if mustHold { hold(waits: false) { true } }
  }

  /// Holds the loop for a while: does what is to be done, and waits for the network until something else is.
  ///
  /// - Parameters:
  ///   - waits: whether to wait at all.
  ///   - isWanted: whether the thread has other work.
  func turn(waits: Bool, isWanted: () -> Bool) {
    let isFree = queue.withLock { $0.isStarted && tryAcquireLoop() }
    if isFree { hold(waits: waits, isWanted: isWanted) }
  }

  /// Called under the lock of `queue`; false where another thread holds the loop.
  private func tryAcquireLoop() -> Bool {
    !held.exchange(true, ordering: .relaxed)
  }

  private func startThread() {
    if !Threads.start({ self.run() }) { failAll() }
  }

  /// For a process that can have no more threads: what was asked for fails, and the next request tries again.
  private func failAll() {
    let commands = queue.withLock { queue in
      queue.isStarted = false
      defer { queue.commands = [] }
      return queue.commands
    }
    for case .start(let transfer) in commands {
      end(transfer, TransportErrors.unavailable(transfer))
    }
  }

  // MARK: While the loop is held

  /// What the loop's own thread does.
  private func run() {
    while work() {
      if let multi {
        curl_multi_poll(multi, nil, 0, Int32(giveUpSilent()), nil)
      } else if endWithoutMulti() {
        return
      }
    }
    tearDown()
  }

  /// Does what was asked for and what the network has ready; false when the loop is to end.
  private func work() -> Bool {
    if multi == nil { setUp() }
    guard handleCommands() else { return false }
    guard let multi else { return true }
    var running: Int32 = 0
    curl_multi_perform(multi, &running)
    finishEnded(multi)
    acknowledgeHeads(multi)
    return true
  }

  private func hold(waits: Bool, isWanted: () -> Bool) {
    var goesOn = work()
    while goesOn, waits, hasTransfers, !isWanted(), let multi {
      curl_multi_poll(multi, nil, 0, Int32(giveUpSilent()), nil)
      goesOn = work()
    }
    while goesOn {
      if releaseLoop() { return }
      goesOn = work()
    }
    threads?.release(self)
    tearDown()
  }

  /// Lets others hold the loop; false when there is more to do, which was asked for meanwhile.
  private func releaseLoop() -> Bool {
    queue.withLock { queue in
      guard queue.commands.isEmpty else { return false }
      held.store(false, ordering: .relaxed)
      return true
    }
  }

  private func setUp() {
    guard LibCurl.isReady, let multi = curl_multi_init() else { return }
    self.multi = multi
    authorities = CertificateAuthorities(environment: options.environment)
    if let limit = options.connectionsPerHost { _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, limit)) }
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(1, options.idleConnections))
    share = curl_share_init()
    if let share {
      // No lock functions: only the holder uses the share.
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
      end(transfer, TransportErrors.cancelled(transfer))
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
}
