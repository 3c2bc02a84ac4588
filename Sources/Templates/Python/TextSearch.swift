internal import Glibc

/// Looking for bytes in bytes, in a time that grows with the sum of their lengths.
enum TextSearch {
  static func contains(_ text: String, _ part: String) -> Bool { first(part, in: text) != nil }

  /// The number of bytes before the first occurrence.
  static func first(_ part: String, in text: String) -> Int? {
    var (text, part) = (text, part)
    return text.withUTF8 { whole in
      part.withUTF8 { wanted in first(wanted, in: whole) }
    }
  }

  /// The place of the first occurrence at or behind a place.
  static func first(_ part: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    if part.isEmpty { return start }
    guard start + part.count <= whole.count else { return nil }
    let work = (whole.count - start).multipliedReportingOverflow(by: part.count)
    if part.count == 1 || !work.overflow && work.partialValue < 1 << 16 { return firstOfFew(part, in: whole, from: start) }
    return firstOfMany(part, in: whole, from: start, Self.borders(of: part))
  }

  /// Compares at every place where the first byte is; fastest where there is little to compare.
  private static func firstOfFew(
    _ part: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard let text = whole.baseAddress, let wanted = part.baseAddress else { return nil }
    let last = whole.count - part.count
    var at = start
    while at <= last, let found = memchr(text + at, Int32(part[0]), last - at + 1) {
      at = UnsafeRawPointer(found) - UnsafeRawPointer(text)
      if memcmp(text + at, wanted, part.count) == 0 { return at }
      at += 1
    }
    return nil
  }

  /// Goes over the text once (the algorithm of Knuth, Morris and Pratt).
  private static func firstOfMany(
    _ part: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>, from start: Int, _ borders: [Int]
  ) -> Int? {
    guard let text = whole.baseAddress else { return nil }
    var (at, matched) = (start, 0)
    while at < whole.count {
      if matched == 0 {
        guard let found = memchr(text + at, Int32(part[0]), whole.count - at) else { return nil }
        at = UnsafeRawPointer(found) - UnsafeRawPointer(text)
      }
      while matched > 0, whole[at] != part[matched] { matched = borders[matched - 1] }
      if whole[at] == part[matched] { matched += 1 }
      at += 1
      if matched == part.count { return at - matched }
    }
    return nil
  }

  /// For each beginning of the part, how much of its end is also its start.
  private static func borders(of part: UnsafeBufferPointer<UInt8>) -> [Int] {
    var borders = [Int](repeating: 0, count: part.count)
    var matched = 0
    for at in 1..<part.count {
      while matched > 0, part[at] != part[matched] { matched = borders[matched - 1] }
      if part[at] == part[matched] { matched += 1 }
      borders[at] = matched
    }
    return borders
  }

  /// The places of all occurrences that do not overlap, at most so many.
  static func all(_ part: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>, most: Int = .max) -> [Int] {
    guard part.count <= whole.count, !part.isEmpty else { return [] }
    let borders = part.count > 8 ? Self.borders(of: part) : []
    var places: [Int] = []
    var start = 0
    while places.count < most, start + part.count <= whole.count {
      let place =
        borders.isEmpty ? firstOfFew(part, in: whole, from: start) : firstOfMany(part, in: whole, from: start, borders)
      guard let place else { break }
      places.append(place)
      start = place + part.count
    }
    return places
  }
}
