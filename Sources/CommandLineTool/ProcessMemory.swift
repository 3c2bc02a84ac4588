internal import Glibc

/// How the process deals with memory that it has let go of.
enum ProcessMemory {
  /// The settings of glibc's `mallopt`, as `malloc.h` numbers them.
  private enum Setting: Int32 {
    case trimThreshold = -1
    case mapThreshold = -3
    case maximumPools = -8
  }

  /// Keeps the memory of one page of records for the next one, instead of handing it back to the system, which would clear it anew
  /// each time. Threads share pools in twos, as one often goes on with what another has begun.
  static func keepForNextPage() {
    // Swift's view of the C library has no `malloc.h`; where the function does not exist, nothing is lost but the time.
    guard let symbol = dlsym(nil, "mallopt") else { return }
    let set = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
    _ = set(Setting.mapThreshold.rawValue, 32 << 20)
    _ = set(Setting.trimThreshold.rawValue, 64 << 20)
    _ = set(Setting.maximumPools.rawValue, Int32(clamping: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)))
  }

  /// Makes room in the pool of the calling thread. A pool other than the first grows by a page at a time, with a call of the system for
  /// each, unless it has grown before; pages that are never used take no memory.
  static func growPool() {
    let room = UnsafeMutableRawPointer.allocate(byteCount: 16 << 20, alignment: 16)
    // What pages of records take at first: given out in one piece instead of in a thousand, each with a trap into the system.
    madvise(room.alignedUp(toMultipleOf: hugePage), 2 * hugePage, MADV_HUGEPAGE)
    room.deallocate()
  }

  private static let hugePage = 2 << 20
}
