/// What the reference does in one point, and what Headwater does instead. The one declaration of it: the documentation, `headwater quirks` and
/// the tests go by this list.
public struct Difference: Sendable {
  /// How a difference is called.
  public enum ID: Hashable, Sendable {
    /// One that `--compat` switches back.
    case quirk(Quirk)
    case fixed(FixedDifference)

    public var name: String {
      switch self {
      case .quirk(let quirk): quirk.name
      case .fixed(let difference): difference.name
      }
    }

    public var isFixed: Bool {
      if case .fixed = self { true } else { false }
    }
  }

  public let id: ID
  /// Goes on from "The reference".
  public let reference: String
  /// Goes on from "Headwater".
  public let headwater: String

  init(_ quirk: Quirk, reference: String, headwater: String) {
    self.init(.quirk(quirk), reference, headwater)
  }

  init(_ difference: FixedDifference, reference: String, headwater: String) {
    self.init(.fixed(difference), reference, headwater)
  }

  private init(_ id: ID, _ reference: String, _ headwater: String) {
    self.id = id
    self.reference = reference
    self.headwater = headwater
  }

  /// All differences by topic, in the order of the documentation.
  public static var topics: [(title: String, differences: [Difference])] {
    [
      ("Requests", requests), ("Authentication", authentication), ("Retries, redirects and rate limits", retries), ("Answers", answers),
      ("Records", records), ("Pagination", paging), ("Partitions", partitions), ("State and cursors", state),
      ("Asynchronous jobs", jobs), ("Files", files), ("Templates", templates), ("Streams and catalog", catalog),
      ("Config and manifest", config), ("Output", output),
    ]
  }

  public static var all: [Difference] { topics.flatMap(\.differences) }
}
