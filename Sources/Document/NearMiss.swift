/// Finds the name that was probably meant.
public enum NearMiss {
  /// Nobody mistypes a longer name in a way that can be told, and comparing takes the product of the lengths.
  private static let lengthLimit = 100
  private static let candidateLimit = 500

  /// The candidate with the fewest edits, if those are few for the length of the name. Of many candidates only the first are looked at.
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= lengthLimit else { return nil }
    let limit = name.count < 3 ? 0 : max(1, name.count / 3)
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(candidateLimit) where candidate.utf8.count <= lengthLimit * 2 {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      guard abs(scalars.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, scalars)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// How many characters must be put in, taken out, replaced, or swapped with their neighbour.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in right.indices {
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
