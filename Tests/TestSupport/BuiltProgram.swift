internal import Foundation

/// Programs of this package, built beside the tests.
public enum BuiltProgram {
  /// The command's path; nil where it was not built.
  public static let headwater = path("headwater")

  /// The shop's API; nil where it was not built.
  public static let shopAPI = path("shop-api")

  private static func path(_ name: String) -> String? {
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let program = folder.appendingPathComponent(name).path
    return FileManager.default.isExecutableFile(atPath: program) ? program : nil
  }
}
