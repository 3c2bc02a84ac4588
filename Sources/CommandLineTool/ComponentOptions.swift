internal import ArgumentParser
internal import Plugins

/// Which components in Swift files may run; the same for every command that reads a manifest.
struct ComponentOptions: ParsableArguments {
  @Option(
    name: .customLong("components"),
    help:
      "Components in Swift: a file or a folder. Left out, components.swift beside the manifest is taken where `headwater trust` allows it.")
  var path: String?

  @Flag(name: .customLong("no-components"), help: "Compile and load no components, whatever is trusted or named.")
  var isRefused = false

  @Option(help: "The seconds that a component may be at work without asking for anything before its stream is ended; 60 by default.")
  var componentTimeout: Double?

  var choice: ComponentChoice { ComponentChoice(path: path, isRefused: isRefused) }
}
