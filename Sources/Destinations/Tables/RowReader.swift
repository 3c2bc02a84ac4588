internal import Glibc
package import JSON

/// Finds the fields of records for the columns of a table.
///
/// Records of a page nearly always have the same keys in the same order, so each key is first compared with the one at its place in the
/// record before.
package struct RowReader {
  /// The key of a member as it was seen at a place, and its column.
  private struct Place {
    var bytes: [UInt8]
    /// The column's position; nil when there is none.
    var column: Int?
  }

  /// Where on the tape the value of each column is; 0 for a column without a value.
  package private(set) var cells: [Int]
  /// The tokens of the keys that have no column.
  package private(set) var otherKeys: [Int] = []
  private var layout: TableLayout
  private var places: [Place] = []

  package init(_ layout: TableLayout) {
    self.layout = layout
    cells = [Int](repeating: 0, count: layout.columns.count)
  }

  /// Reads a record. Of fields with equal names the last counts.
  ///
  /// - Parameter index: the place of the object on the tape.
  package mutating func read(_ tape: JSONTape, _ index: Int) {
    for position in cells.indices { cells[position] = 0 }
    otherKeys.removeAll(keepingCapacity: true)
    let tokens = tape.tokens
    let end = tokens[index].next
    var at = index &+ 1
    var number = 0
    while at < end {
      let key = tokens[at]
      if let column = column(tape.bytes + key.offset, key.length, number) {
        cells[column] = at &+ 1
      } else {
        otherKeys.append(at)
      }
      number &+= 1
      at = tokens[at &+ 1].next
    }
  }

  /// - Parameters:
  ///   - key: the bytes of the key, quotes included.
  ///   - number: counts the members of the record.
  private mutating func column(_ key: UnsafePointer<UInt8>, _ length: Int, _ number: Int) -> Int? {
    if number < places.count {
      let isSame = places[number].bytes.withUnsafeBufferPointer { $0.count == length && memcmp($0.baseAddress!, key, length) == 0 }
      if isSame { return places[number].column }
    }
    let bytes = Array(UnsafeBufferPointer(start: key, count: length))
    let place = Place(bytes: bytes, column: layout.position(of: Self.name(bytes)))
    if number < places.count { places[number] = place } else if number == places.count { places.append(place) }
    return place.column
  }

  private static func name(_ bytes: [UInt8]) -> String { (try? JSONTape(bytes, options: .python))?.root.string ?? "" }
}
