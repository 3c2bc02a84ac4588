package import ConnectorKit

/// The first files of connectors and components.
package enum Scaffold {
  package struct File: Sendable, Hashable {
    /// From the folder of the connector.
    package var path: String
    package var text: String
  }

  /// The text of components.swift with a new component at its end.
  ///
  /// - Parameter present: the file as it is; nil when there is none.
  /// - Throws: ``SyncError`` when the name is no name of a Swift type, or taken.
  package static func component(_ name: String, slot: ComponentSlot, in present: String? = nil) throws -> String {
    try checkType(name)
    guard let present else { return "import ConnectorKit\n\n" + ComponentStub.text(name, slot) }
    for word in ["struct", "class", "enum", "actor"] where present.contains("\(word) \(name):") || present.contains("\(word) \(name) ") {
      throw SyncError(.config, "There is a component \(name) already.")
    }
    return present + (present.hasSuffix("\n") ? "\n" : "\n\n") + ComponentStub.text(name, slot)
  }

  /// What a manifest writes in the slot.
  package static func declaration(_ name: String, slot: ComponentSlot) -> String { "type: \(slot.rawValue)\nclass_name: \(name)\n" }

  /// A connector: manifest, config, catalog and README.
  package static func connector(_ name: String) throws -> [File] {
    try checkFolder(name)
    return [
      File(path: "manifest.yaml", text: ConnectorSkeleton.manifest), File(path: "config.json", text: ConnectorSkeleton.config),
      File(path: "catalog.json", text: ConnectorSkeleton.catalog), File(path: "README.md", text: ConnectorSkeleton.readme(name)),
    ]
  }

  /// A Swift package that is a connector with components of its own, a program, and tests.
  ///
  /// - Parameter package: where the package `headwater` is: a folder, or the address of its repository.
  package static func swiftConnector(_ name: String, package: String) throws -> [File] {
    try checkFolder(name)
    return PackageSkeleton(name: name, package: package).files
  }

  private static func checkType(_ name: String) throws {
    let letters = name.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_") }
    guard letters, let first = name.unicodeScalars.first, first.properties.isUppercase else {
      throw SyncError(.config, "`\(name)` is not a valid component name: use a capital letter, then letters and digits.")
    }
  }

  private static func checkFolder(_ name: String) throws {
    let isPlain = name.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-") }
    guard isPlain, let first = name.unicodeScalars.first, first.properties.isAlphabetic else {
      throw SyncError(.config, "`\(name)` is not a valid connector name: use a letter, then letters, digits and hyphens.")
    }
  }
}
