/// Tells two texts apart line by line.
///
/// Lines that are unique in both texts are the anchors (patience diff), so the work grows with the length of the texts only.
public struct LineDiff {
  private struct Change {
    var old: Range<Int>
    var new: Range<Int>
  }

  private let old: [Substring]
  private let new: [Substring]
  private var changes: [Change] = []

  /// The changes as a unified diff with three lines of context; empty when the texts are equal.
  ///
  /// - Parameter name: the name of the file in the head of the diff.
  public static func unified(from old: String, to new: String, name: String) -> String {
    var diff = LineDiff(old: lines(old), new: lines(new))
    diff.compare(0..<diff.old.count, 0..<diff.new.count)
    guard !diff.changes.isEmpty else { return "" }
    return "--- \(name)\n+++ \(name)\n" + diff.hunks()
  }

  private init(old: [Substring], new: [Substring]) {
    self.old = old
    self.new = new
  }

  /// Lines with their ends, so that a missing end of the last line counts.
  private static func lines(_ text: String) -> [Substring] {
    var lines: [Substring] = []
    var start = text.utf8.startIndex
    while start < text.utf8.endIndex {
      let end = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")).map { text.utf8.index(after: $0) } ?? text.utf8.endIndex
      lines.append(text[start..<end])
      start = end
    }
    return lines
  }

  private static func isSame(_ left: Substring, _ right: Substring) -> Bool { left.utf8.elementsEqual(right.utf8) }

  // MARK: Comparing

  private mutating func compare(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
    var pending = [(oldRange, newRange)]
    while let (oldPart, newPart) = pending.popLast() {
      let (oldRest, newRest) = trimmed(oldPart, newPart)
      if oldRest.isEmpty && newRest.isEmpty { continue }
      let anchors = oldRest.isEmpty || newRest.isEmpty ? [] : anchors(oldRest, newRest)
      if anchors.isEmpty {
        changes.append(Change(old: oldRest, new: newRest))
        continue
      }
      var (oldStart, newStart) = (oldRest.lowerBound, newRest.lowerBound)
      var parts: [(Range<Int>, Range<Int>)] = []
      for anchor in anchors {
        parts.append((oldStart..<anchor.old, newStart..<anchor.new))
        (oldStart, newStart) = (anchor.old, anchor.new)
      }
      parts.append((oldStart..<oldRest.upperBound, newStart..<newRest.upperBound))
      pending += parts.reversed()
    }
  }

  private func trimmed(_ oldPart: Range<Int>, _ newPart: Range<Int>) -> (Range<Int>, Range<Int>) {
    var (oldStart, newStart, oldEnd, newEnd) = (oldPart.lowerBound, newPart.lowerBound, oldPart.upperBound, newPart.upperBound)
    while oldStart < oldEnd, newStart < newEnd, Self.isSame(old[oldStart], new[newStart]) {
      oldStart += 1
      newStart += 1
    }
    while oldStart < oldEnd, newStart < newEnd, Self.isSame(old[oldEnd - 1], new[newEnd - 1]) {
      oldEnd -= 1
      newEnd -= 1
    }
    return (oldStart..<oldEnd, newStart..<newEnd)
  }

  /// Lines that stand once in each part, in an order that holds in both.
  private func anchors(_ oldPart: Range<Int>, _ newPart: Range<Int>) -> [(old: Int, new: Int)] {
    let oldPlaces = uniqueLines(old, oldPart)
    let newPlaces = uniqueLines(new, newPart)
    let pairs = oldPlaces.compactMap { line, place in newPlaces[line].map { (old: place, new: $0) } }.sorted { $0.old < $1.old }
    // The longest run of pairs that rises in the new text too.
    var tails: [Int] = []
    var before = [Int?](repeating: nil, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, tails.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[tails[middle]].new < pair.new { low = middle + 1 } else { high = middle }
      }
      before[index] = low > 0 ? tails[low - 1] : nil
      if low == tails.count { tails.append(index) } else { tails[low] = index }
    }
    var run: [(old: Int, new: Int)] = []
    var next = tails.last
    while let index = next {
      run.append(pairs[index])
      next = before[index]
    }
    return run.reversed()
  }

  private func uniqueLines(_ lines: [Substring], _ part: Range<Int>) -> [Substring: Int] {
    var places: [Substring: Int] = [:]
    for place in part { places[lines[place]] = places[lines[place]] == nil ? place : -1 }
    return places.filter { $0.value >= 0 }
  }

  // MARK: Writing

  private static let context = 3

  private func hunks() -> String {
    var text = ""
    var group: [Change] = []
    for change in changes {
      if let last = group.last, change.old.lowerBound - last.old.upperBound > 2 * Self.context {
        text += hunk(group)
        group = []
      }
      group.append(change)
    }
    return text + hunk(group)
  }

  private func hunk(_ group: [Change]) -> String {
    guard let first = group.first, let last = group.last else { return "" }
    let before = min(Self.context, first.old.lowerBound)
    let after = min(Self.context, old.count - last.old.upperBound)
    let oldRange = first.old.lowerBound - before..<last.old.upperBound + after
    let newRange = first.new.lowerBound - before..<last.new.upperBound + after
    var text = "@@ -\(Self.span(oldRange)) +\(Self.span(newRange)) @@\n"
    var place = oldRange.lowerBound
    for change in group {
      for line in old[place..<change.old.lowerBound] { text += Self.marked(" ", line) }
      for line in old[change.old] { text += Self.marked("-", line) }
      for line in new[change.new] { text += Self.marked("+", line) }
      place = change.old.upperBound
    }
    for line in old[place..<oldRange.upperBound] { text += Self.marked(" ", line) }
    return text
  }

  private static func span(_ range: Range<Int>) -> String {
    let start = range.isEmpty ? range.lowerBound : range.lowerBound + 1
    return range.count == 1 ? "\(start)" : "\(start),\(range.count)"
  }

  private static func marked(_ mark: String, _ line: Substring) -> String {
    line.utf8.last == UInt8(ascii: "\n") ? "\(mark)\(line)" : "\(mark)\(line)\n\\ No newline at end of file\n"
  }
}
