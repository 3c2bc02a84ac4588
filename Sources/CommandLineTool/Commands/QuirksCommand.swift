internal import ArgumentParser
internal import Quirks

struct QuirksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quirks", abstract: "List the quirks of airbyte-cdk that --compat can follow.")

  func run() throws {
    try Terminal.write(DifferencesPage.quirkList)
  }
}
