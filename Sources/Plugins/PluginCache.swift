internal import ConnectorKit
internal import Cryptography
internal import Document
internal import Glibc

/// Compiled components, each under a hash of all that went into them.
struct PluginCache {
  /// Changes when the entry point or the compiler's flags do.
  private static let version = "1"

  let folder: String

  init() throws(PluginError) {
    guard let own = FileFacts.userFolder("XDG_CACHE_HOME", ".cache") else {
      throw PluginError("No cache directory for compiled components: set HOME or XDG_CACHE_HOME.")
    }
    folder = "\(own)/components"
    guard FileFacts.makeFolder(folder), let facts = FileFacts(folder), facts.isPrivate else {
      throw PluginError(
        "The directory \(folder) for compiled components cannot be created, or other users can write to it. Fix its permissions.")
    }
  }

  /// The library of the sources; compiled when it is not there yet.
  func library(_ source: PluginSource, runtime: String) throws(PluginError) -> String {
    let compiler = try SwiftCompiler()
    let modules = try HostProgram.moduleFolder()
    let key = try key(source, compiler, modules, runtime)
    let place = "\(folder)/\(key)"
    let library = "\(place)/libcomponents.so"
    if let facts = FileFacts(library), facts.isPrivate { return library }
    let components = source.components
    guard !components.isEmpty else {
      throw PluginError(
        "\(source.files.map(\.path).joined(separator: ", ")): no component found. A component is a type with a "
          + "`static let spec = ComponentSpec<any ...>(...)`; `headwater new component NAME --slot SLOT` writes one.")
    }
    let workshop = "\(place).\(getpid())"
    guard FileFacts.makeFolder(workshop) else { throw PluginError("Cannot create the directory \(workshop).") }
    defer { Self.remove(workshop) }
    let entry = "\(workshop)/entry.swift"
    guard Self.write(Self.entryPoint(components), to: entry) else { throw PluginError("Cannot write \(entry).") }
    try compiler.compile(
      source.files.map(\.path) + [entry], module: "Components_\(key.prefix(12))", importing: modules, into: "\(workshop)/libcomponents.so")
    // Whoever else compiled the same in the meantime has made the same.
    if rename(workshop, place) != 0, FileFacts(library) == nil { throw PluginError("Cannot write the compiled components to \(place).") }
    return library
  }

  private func key(_ source: PluginSource, _ compiler: SwiftCompiler, _ modules: String, _ runtime: String) throws(PluginError) -> String {
    var parts: [[UInt8]] = [Self.version, try compiler.identity(), runtime].map { Array($0.utf8) }
    for file in source.files { parts += [Array(file.path.utf8), file.bytes] }
    do {
      for module in HostProgram.modules { parts.append(try TextFile.bytes("\(modules)/\(module).swiftmodule")) }
      var all: [UInt8] = []
      for part in parts { all += try Digest.sha256.hash(part) }
      return Digests.hexadecimal(try Digest.sha256.hash(all))
    } catch {
      throw PluginError("Cannot read what the components are compiled with: \(error)")
    }
  }

  static func entryPoint(_ components: [String]) -> String {
    """
    import ConnectorKit

    @_cdecl("headwater_components")
    public func headwaterComponents(_ registry: UnsafeMutableRawPointer) {
      let registry = Unmanaged<ComponentRegistry>.fromOpaque(registry).takeUnretainedValue()
    \(components.map { "  registry.add(\($0).spec.erased)" }.joined(separator: "\n"))
    }

    """
  }

  private static func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let bytes = Array(text.utf8)
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    return fclose(file) == 0 && isWritten
  }

  private static func remove(_ folder: String) {
    for name in ["entry.swift", "libcomponents.so"] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }
}
