internal import ConnectorKit
internal import Glibc

/// A library of components in this process. It stays until the process ends: components live on in it.
enum PluginLibrary {
  private typealias EntryPoint = @convention(c) (UnsafeMutableRawPointer) -> Void

  static func load(_ path: String) throws(PluginError) -> [AnyComponentSpec] {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw PluginError("Cannot load the compiled components: \(String(cString: dlerror())).")
    }
    guard let symbol = dlsym(library, "headwater_components") else {
      throw PluginError("The compiled components in \(path) have no entry point. Remove the file and try again.")
    }
    let registry = ComponentRegistry()
    unsafeBitCast(symbol, to: EntryPoint.self)(Unmanaged.passUnretained(registry).toOpaque())
    return registry.components
  }
}
