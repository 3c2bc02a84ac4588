internal import Document

/// The running program, as far as components loaded into it care.
enum HostProgram {
  /// The modules that components import, and those that these import.
  static let modules = ["Concurrency", "ConnectorKit", "Dates", "Document", "JSON", "Quirks", "Templates"]

  static var path: String? { FileFacts.realPath("/proc/self/exe") }

  /// The shared Swift runtime that the program uses; nil when it brings a runtime along, so that a library which needs the
  /// shared one cannot join it.
  static var runtime: String? {
    guard let maps = try? TextFile.bytes("/proc/self/maps") else { return nil }
    let name = Array("/libswiftCore.so".utf8)
    guard let line = maps.split(separator: UInt8(ascii: "\n")).first(where: { $0.suffix(name.count).elementsEqual(name) }),
      let slash = line.firstIndex(of: UInt8(ascii: "/"))
    else { return nil }
    let path = String(decoding: line[slash...], as: UTF8.self)
    return "\(path) \(FileFacts(path)?.identity ?? "")"
  }

  /// The folder with the modules that the program was built of.
  static func moduleFolder() throws(PluginError) -> String {
    var folders: [String] = []
    if let named = FileFacts.variable("HEADWATER_MODULES") { folders.append(named) }
    if let path, let slash = path.lastIndex(of: "/") {
      let folder = path[..<slash]
      folders += ["\(folder)/Modules", "\(folder)/../lib/headwater/Modules"]
    }
    if let found = folders.first(where: { folder in modules.allSatisfy { FileFacts("\(folder)/\($0).swiftmodule") != nil } }) {
      return found
    }
    throw PluginError(
      "Cannot find Headwater's modules, which components are compiled with, in any of: \(folders.joined(separator: ", ")). "
        + "Install headwater with `make install`, or set HEADWATER_MODULES to their directory.")
  }
}
