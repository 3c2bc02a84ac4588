/// Finds the name somebody meant by one that does not exist.
public enum NearMiss {
  /// The closest of the candidates, or nil when none is close: at most a third of its letters differ.
  public static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased())
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(wanted, Array(candidate.lowercased()))
      guard distance <= max(1, max(wanted.count, candidate.count) / 3) else { continue }
      if best.map({ distance < $0.distance || (distance == $0.distance && candidate < $0.name) }) ?? true { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The number of letters to insert, delete or replace.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = a == b ? diagonal : min(diagonal, above, row[j]) + 1
        diagonal = above
      }
    }
    return row[right.count]
  }
}
