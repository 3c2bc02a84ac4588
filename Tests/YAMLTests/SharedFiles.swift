import Document
import Foundation

/// Files beside the repository, read where they are present.
enum SharedFiles {
  static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["HEADWATER_SHARED"] { return URL(fileURLWithPath: path) }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  static func lines(_ path: String) -> [String] {
    guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) else { return [] }
    return text.split(separator: "\n").map(String.init)
  }
}
