internal import ArgumentParser
internal import ConnectorKit
internal import Connections
internal import Destinations
internal import Glibc
internal import Headwater
internal import JSON

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Write a connections file for what another system has.", subcommands: [Airbyte.self])

  struct Airbyte: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "airbyte", abstract: "Write a connections file for a workspace of an Airbyte server, with its manifests.",
      discussion: """
        Credentials come from AIRBYTE_CLIENT_ID and AIRBYTE_CLIENT_SECRET, or AIRBYTE_USERNAME and AIRBYTE_PASSWORD. The server shows no secrets:
        the file has environment variables in their place, which are listed.
        Example: headwater import airbyte --url https://airbyte.example.com --file connections.yaml
        """)

    @Option(help: ArgumentHelp("The address of the server, or of its public API.", valueName: "url"))
    var url: String

    @Option(help: ArgumentHelp("The name or the ID of the workspace. The default is the only one.", valueName: "name"))
    var workspace: String?

    @Option(help: ArgumentHelp("The file to write. One that exists is not replaced. The default is connections.yaml.", valueName: "file"))
    var file = ConnectionsOptions.standardFile

    func run() {
      let this = self
      StatePlace.run {
        guard access(this.file, F_OK) != 0 else {
          throw SyncError(.config, "\(this.file) exists. Choose another --file, or remove it.")
        }
        let log = ConnectionsOptions.log(minimumLevel: .warning)
        let (files, variables) = try await AirbyteImport.files(this.target, name: this.file, log: log)
        let directory = this.file.lastIndex(of: "/").map { String(this.file[...$0]) } ?? ""
        for (number, file) in files.enumerated() {
          let path = number == 0 ? file.path : directory + file.path
          if number > 0, let slash = path.lastIndex(of: "/") { mkdir(String(path[..<slash]), 0o755) }
          try NewFiles.write(file.text, to: path)
          try Terminal.write("\(path)\n")
        }
        if !variables.isEmpty { try Terminal.write("\nSet these variables to the secrets: \(variables.joined(separator: ", ")).\n") }
        try Terminal.write("Then `headwater plan` shows whether anything differs.\n")
      }
    }

    private var target: JSONObject {
      var target: JSONObject = ["type": "airbyte", "url": .string(url)]
      if let workspace { target["workspace"] = .string(workspace) }
      let pairs = [
        ("client_id", "AIRBYTE_CLIENT_ID"), ("client_secret", "AIRBYTE_CLIENT_SECRET"), ("username", "AIRBYTE_USERNAME"),
        ("password", "AIRBYTE_PASSWORD"),
      ]
      for (field, variable) in pairs where getenv(variable) != nil { target[field] = .string("${\(variable)}") }
      return target
    }
  }
}
