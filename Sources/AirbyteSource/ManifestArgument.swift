internal import Glibc

/// A manifest as people name it.
package enum ManifestArgument {
  /// The manifest's file: the argument, or `manifest.yaml` in it where it is a directory.
  package static func file(_ argument: String) -> String {
    var facts = stat()
    guard stat(argument, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else { return argument }
    return "\(argument.hasSuffix("/") ? String(argument.dropLast()) : argument)/manifest.yaml"
  }
}
