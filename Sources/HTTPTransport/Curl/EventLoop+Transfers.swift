internal import CCurl
internal import ConnectorKit
internal import Synchronization

/// From the start of a transfer to its end. All of it is done while the loop is held.
extension EventLoop {
  func start(_ transfer: Transfer) {
    transfer.isStarted = true
    if transfer.isCancelled {
      end(transfer, TransportErrors.cancelled(transfer))
      return
    }
    guard let multi, let handle = freeHandle() else {
      end(transfer, TransportErrors.unavailable(transfer))
      return
    }
    handle.prepare(for: transfer)
    transfer.handle = handle
    active[handle.raw] = transfer
    nextCheck = min(nextCheck, transfer.deadline(now: Monotonic.milliseconds))
    guard curl_multi_add_handle(multi, handle.raw) == CURLM_OK else {
      active[handle.raw] = nil
      transfer.handle = nil
      end(transfer, TransportErrors.unavailable(transfer))
      return
    }
  }

  private func freeHandle() -> EasyHandle? {
    if let handle = idle.popLast() { return handle }
    guard let authorities else { return nil }
    return EasyHandle(options: options, authorities: authorities, share: share)
  }

  func cancel(_ transfer: Transfer) {
    transfer.isCancelled = true
    // A cancellation may overtake the start, which then finds the mark.
    guard transfer.isStarted else { return }
    if let handle = transfer.handle { active[handle.raw] = nil }
    detach(transfer)
    end(transfer, TransportErrors.cancelled(transfer))
  }

  func finishEnded(_ multi: UnsafeMutableRawPointer) {
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
        code == CURLE_OK
        ? TransportErrors.incomplete(transfer)
        : TransportErrors.failure(of: transfer, code: code, handle: handle, authorities: authorities, options)
      detach(transfer)
      end(transfer, error)
    }
  }

  /// A server that sends head and body in two pieces holds the second one back until it knows that the first has arrived (Nagle's
  /// algorithm), which the system says up to 40 ms late.
  func acknowledgeHeads(_ multi: UnsafeMutableRawPointer) {
    var isBodyDue = false
    for transfer in active.values where transfer.isBodyDue {
      transfer.isBodyDue = false
      isBodyDue = true
    }
    if isBodyDue { ccurl_acknowledge(multi) }
  }

  /// Ends the transfers that nothing, or next to nothing, has come of for too long.
  ///
  /// libcurl's own check goes by the mean speed of some seconds, which is late by as much.
  /// - Returns: The milliseconds until that has to be looked at again.
  func giveUpSilent() -> Int {
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
      end(transfer, transfer.isTooSlow ? TransportErrors.slow(transfer) : TransportErrors.silent(transfer))
    }
    return max(1, min(nextCheck - now, 60_000))
  }

  /// Takes the handle from a transfer and keeps it for the next one.
  func detach(_ transfer: Transfer) {
    guard let handle = transfer.handle else { return }
    transfer.handle = nil
    if let multi { curl_multi_remove_handle(multi, handle.raw) }
    handle.release()
    if idle.count < options.idleConnections { idle.append(handle) }
  }

  func end(_ transfer: Transfer, _ error: TransportError?) {
    if transfer.finish(error) { underWay.subtract(1, ordering: .relaxed) }
  }
}
