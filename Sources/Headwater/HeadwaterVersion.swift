/// The version of this package, from which everything else that names one takes it: the command, reports, requests and the release script.
public enum HeadwaterVersion {
  /// A version as of Semantic Versioning. `Scripts/release` reads it from this line.
  public static let current = "0.2.0"
}
