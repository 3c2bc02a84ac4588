internal import ArgumentParser
internal import Plugins

/// Which components in Swift files may run; the same for every command that reads a manifest.
struct ComponentOptions: ParsableArguments {
  @Option(
    name: .customLong("components"),
    help:
      "Custom components: a Swift file or a directory. By default components.swift beside the manifest, if `headwater trust` allows it.")
  var path: String?

  @Flag(name: .customLong("no-components"), help: "Do not compile or load custom components, even trusted ones.")
  var isRefused = false

  @Option(
    help: ArgumentHelp(
      "How long a custom component may work without returning before the run fails. The default is 60 seconds.", valueName: "seconds"))
  var componentTimeout: Double?

  var choice: ComponentChoice { ComponentChoice(path: path, isRefused: isRefused) }
}
