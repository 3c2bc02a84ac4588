internal import ConnectorKit

/// Files for schedulers, which run connections when they are due.
package struct ScheduleExport: Sendable {
  package enum Format: String, Sendable, CaseIterable { case systemd, cron, kubernetes, airflow }

  /// A file to be written.
  package struct File: Sendable, Equatable {
    package let name: String
    package let text: String
  }

  /// What is run at a time: one connection, or those with a tag.
  struct Unit: Sendable {
    /// For names of files and units: letters, digits and hyphens.
    let id: String
    let title: String
    /// The arguments of `headwater sync`.
    let arguments: [String]
    let schedule: CronSchedule
    let tags: [String]
  }

  package var format: Format
  /// The path of the command, or its name where it is found on PATH.
  package var command = "/usr/local/bin/headwater"
  /// The absolute path of the connections file.
  package var file: String
  package var environment: String?
  /// The image for Kubernetes.
  package var image: String
  /// The schedule of connections that have none; nil to refuse them.
  package var defaultSchedule: CronSchedule?

  package init(_ format: Format, file: String, image: String) {
    self.format = format
    self.file = file
    self.image = image
  }

  /// The files for connections.
  ///
  /// - Parameter byTag: whether those with the same tag run together; connections without tags then run alone.
  /// - Throws: `SyncError` when a schedule is missing, or connections with one tag have several.
  package func files(for connections: [ConnectionsFile.Connection], byTag: Bool) throws -> [File] {
    let units = try byTag ? tagUnits(connections) : connections.map(unit)
    let ids = units.map(\.id)
    if let double = ids.first(where: { id in ids.count { $0 == id } > 1 }) {
      throw SyncError(.config, "Several connections or tags come out as `\(double)` in names of files. Rename one of them.")
    }
    switch format {
    case .systemd: return units.flatMap(SystemdUnits(self).files)
    case .cron: return [File(name: "headwater.crontab", text: units.map(crontab).joined())]
    case .kubernetes: return units.map { File(name: "headwater-\($0.id).yaml", text: KubernetesManifest(self).text($0)) }
    case .airflow:
      return units.map {
        File(name: "headwater_\($0.id.map { $0 == "-" ? "_" : String($0) }.joined()).py", text: AirflowDAG(self).text($0))
      }
    }
  }

  // MARK: What runs

  private func unit(_ connection: ConnectionsFile.Connection) throws -> Unit {
    guard let schedule = connection.schedule ?? defaultSchedule else {
      throw SyncError(
        .config, "The connection `\(connection.name)` has no `schedule`. Add one such as `schedule: 0 6 * * *`, or pass --schedule.")
    }
    return Unit(
      id: Self.id(connection.name), title: "connection \(connection.name)", arguments: [connection.name], schedule: schedule,
      tags: connection.tags)
  }

  private func tagUnits(_ connections: [ConnectionsFile.Connection]) throws -> [Unit] {
    var units: [Unit] = []
    var seen: Set<String> = []
    for connection in connections {
      guard let tag = connection.tags.first else {
        units.append(try unit(connection))
        continue
      }
      guard seen.insert(tag).inserted else { continue }
      let members = connections.filter { $0.tags.contains(tag) }
      let schedules = try members.map { try unit($0).schedule }
      guard let schedule = schedules.first, schedules.allSatisfy({ $0 == schedule }) else {
        throw SyncError(.config, "Connections with the tag `\(tag)` have several schedules. Give them one, or export by connection.")
      }
      units.append(
        Unit(id: Self.id("tag-\(tag)"), title: "connections tagged \(tag)", arguments: ["--tag", tag], schedule: schedule, tags: [tag]))
    }
    return units
  }

  private static func id(_ name: String) -> String {
    let plain = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return plain.split(separator: "-").map { String($0) }.joined(separator: "-")
  }

  // MARK: Commands

  func words(_ unit: Unit, command: String, file: String) -> [String] {
    [command, "sync"] + unit.arguments + ["--file", file] + (environment.map { ["--env", $0] } ?? [])
  }

  func shellCommand(_ unit: Unit) -> String { words(unit, command: command, file: file).map(Self.shellWord).joined(separator: " ") }

  /// A word as a shell takes it.
  static func shellWord(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@,+".contains($0)) }
    return isPlain ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private func crontab(_ unit: Unit) -> String {
    // A percent sign ends the command of a crontab.
    let command = shellCommand(unit).split(separator: "%", omittingEmptySubsequences: false).joined(separator: "\\%")
    return "# Headwater: \(unit.title)\n\(unit.schedule.text) \(command) --quiet\n"
  }
}
