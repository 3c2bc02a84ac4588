internal import Compression

/// Unpacks a body on its way to the sink, no faster than the sink takes it.
struct BodyUnpacker: ~Copyable {
  private var inflater: Inflater
  private let takesCutBodies: Bool
  /// How many of the bytes that are offered again after a pause are done with.
  private var doneCount = 0
  /// Whether everything that comes is passed over.
  private var isOver = false
  /// Why the body cannot be unpacked, a phrase; nil when it can.
  private(set) var damage: String?

  /// - Parameter takesCutBodies: whether to take what can be had for the whole body.
  init(_ format: Inflater.Format, takesCutBodies: Bool) {
    inflater = Inflater(format, ignoresForeign: true)
    self.takesCutBodies = takesCutBodies
  }

  /// Where the body ends when nothing more comes although more is due, in bytes; nil otherwise.
  var cut: Int? { inflater.isComplete || takesCutBodies ? nil : inflater.usedCount }

  /// Takes the next bytes of the packed body. Those that a pause is asked for are to be offered again, with others behind them or
  /// without.
  mutating func receive(_ bytes: UnsafeBufferPointer<UInt8>, into sink: any TransferSink) -> SinkVerdict {
    var done = min(doneCount, bytes.count)
    var isFull = false
    while damage == nil, !isOver {
      let verdict = sink.receive { room in
        let step = inflate(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[done...]), into: room)
        done += step.used
        isFull = step.written == room.count
        return step.written
      }
      guard verdict == .taken else {
        doneCount = max(doneCount, done)
        return verdict
      }
      if !isFull, done == bytes.count { break }
    }
    doneCount -= min(doneCount, bytes.count)
    return .taken
  }

  private mutating func inflate(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Inflater.Step {
    do throws(InflateError) {
      return try inflater.inflate(bytes, into: room)
    } catch {
      isOver = takesCutBodies && inflater.hasMember
      if !isOver { damage = "\(error.problem) (byte \(error.offset))" }
      return Inflater.Step()
    }
  }
}
