/// The quirks of the reference that a run follows. Two words of bits: asking costs nothing.
public struct QuirkSet: Sendable, Equatable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Headwater's own way in everything.
  public static let none = QuirkSet([])
  /// The reference's way wherever it can be followed: `--compat`.
  public static let reference = QuirkSet(Quirk.allCases)

  public init(_ quirks: some Sequence<Quirk>) {
    for quirk in quirks {
      if quirk.rawValue < 64 { low |= 1 << quirk.rawValue } else { high |= 1 << (quirk.rawValue - 64) }
    }
  }

  public func contains(_ quirk: Quirk) -> Bool {
    quirk.rawValue < 64 ? low >> quirk.rawValue & 1 != 0 : high >> (quirk.rawValue - 64) & 1 != 0
  }

  /// Reads what `--compat` and `HEADWATER_COMPAT` take: `all` (also `1`, `true`), `none` (also `0`, `false` and nothing), or names divided by commas.
  ///
  /// - Throws: ``UnknownQuirk`` for a name that is none.
  public init(parsing text: String) throws(UnknownQuirk) {
    switch text.lowercased() {
    case "all", "1", "true": self = .reference
    case "none", "0", "false", "": self = .none
    default:
      var quirks: [Quirk] = []
      for name in text.split(separator: ",") {
        guard let quirk = Quirk.allCases.first(where: { $0.name == name }) else { throw UnknownQuirk(name: String(name)) }
        quirks.append(quirk)
      }
      self = QuirkSet(quirks)
    }
  }
}

/// A name that no quirk has.
public struct UnknownQuirk: Error, CustomStringConvertible {
  public let name: String

  public var description: String {
    guard let fixed = FixedDifference.allCases.first(where: { $0.name == name }) else {
      return "unknown quirk `\(name)`; `headwater quirks` lists them"
    }
    return "`\(fixed.name)` cannot be followed: Headwater always differs there; `headwater quirks` lists what can be"
  }
}
