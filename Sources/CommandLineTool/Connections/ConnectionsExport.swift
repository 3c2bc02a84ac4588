internal import ArgumentParser
internal import Connections
internal import Destinations
internal import Glibc
internal import Headwater

extension ConnectionsCommand {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write files for a scheduler: one for each connection, or for each tag.",
      discussion: """
        When a connection runs is its `schedule` in the connections file. Files that exist are replaced.
        Example: headwater connections export --systemd --output units
        """)

    enum Format: String, EnumerableFlag {
      case systemd, cron, kubernetes, airflow

      static func help(for value: Format) -> ArgumentHelp? {
        switch value {
        case .systemd: "Services and timers for systemd."
        case .cron: "A crontab."
        case .kubernetes: "CronJobs for Kubernetes."
        case .airflow: "DAGs for Airflow."
        }
      }
    }

    @OptionGroup var connections: ConnectionsOptions

    @Flag var format: Format

    @Argument(help: ArgumentHelp("The connections. The default is all.", valueName: "connection"))
    var names: [String] = []

    @Flag(help: "Run connections with the same first tag together.")
    var byTag = false

    @Option(help: ArgumentHelp("The directory to write to, which is created. The default is this one.", valueName: "directory"))
    var output = "."

    @Option(
      help: ArgumentHelp("When connections without a `schedule` run, as five fields of cron.", valueName: "schedule"),
      transform: { text in
        guard let schedule = CronSchedule(text) else { throw ValidationError("'\(text)' is not five fields of cron, such as '0 6 * * *'.") }
        return schedule
      })
    var schedule: CronSchedule?

    @Option(help: ArgumentHelp("The path of the command where it will run. The default is /usr/local/bin/headwater.", valueName: "path"))
    var command = "/usr/local/bin/headwater"

    @Option(help: ArgumentHelp("The image for Kubernetes.", valueName: "image"))
    var image = "headwater/headwater:\(HeadwaterVersion.current)"

    func run() {
      let this = self
      StatePlace.run {
        let file = try this.connections.read()
        var export = ScheduleExport(
          ScheduleExport.Format(rawValue: this.format.rawValue) ?? .cron, file: Self.absolute(this.connections.path), image: this.image)
        export.command = this.command
        export.environment = this.connections.environment
        export.defaultSchedule = this.schedule
        let files = try export.files(for: try file.chosen(this.names, tags: []), byTag: this.byTag)
        guard mkdir(this.output, 0o755) == 0 || errno == EEXIST else { throw TextBytes.failure("create", this.output) }
        for file in files {
          try NewFiles.write(file.text, to: "\(this.output)/\(file.name)")
          try Terminal.write("\(this.output)/\(file.name)\n")
        }
      }
    }

    private static func absolute(_ path: String) -> String {
      guard let pointer = realpath(path, nil) else { return path }
      defer { free(pointer) }
      return String(cString: pointer)
    }
  }
}
