import ConnectorKit
import Connections
import Foundation
import JSON
import TestSupport
import Testing
import YAML

/// Files for schedulers, checked with the schedulers' own tools.
@Suite struct ExportTests {
  private static let file = """
    sources:
      a: {manifest: a}
    destinations:
      w: {sqlite: a.sqlite}
    connections:
      one: {source: a, destination: w, schedule: "*/15 0-6,20 * * 1-5", tags: [often]}
      "two & three": {source: a, destination: w, schedule: "0 6 1,15 * 0", tags: [often, it's]}
      four: {source: a, destination: w, tags: [daily]}
      five: {source: a, destination: w, schedule: 30 6 * * *, tags: [daily]}

    """

  private static let hasSystemd = (try? Shell.output(["systemd-analyze", "--version"])) != nil

  private func export(
    _ format: ScheduleExport.Format, byTag: Bool = false, defaultSchedule: String? = "30 6 * * *", only names: [String] = []
  ) throws -> [ScheduleExport.File] {
    let folder = try TemporaryDirectory(["connections.yaml": Self.file])
    defer { folder.remove() }
    let file = try #require(ConnectionsReader.read(folder.path("connections.yaml")).file)
    var export = ScheduleExport(format, file: "/srv/100% data/connections.yaml", image: "headwater/headwater:1")
    export.command = "/bin/true"
    export.defaultSchedule = defaultSchedule.flatMap(CronSchedule.init)
    return try export.files(for: file.chosen(names, tags: []), byTag: byTag)
  }

  @Test("Units for systemd pass its own check", .enabled(if: hasSystemd, "systemd-analyze is not installed"))
  func systemd() throws {
    let files = try export(.systemd)
    #expect(
      files.map(\.name).prefix(4) == [
        "headwater-one.service", "headwater-one.timer", "headwater-two-three.service", "headwater-two-three.timer",
      ])
    let folder = try TemporaryDirectory(Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) }))
    defer { folder.remove() }
    #expect(throws: Never.self) { try Shell.output(["systemd-analyze", "verify"] + files.map { folder.path($0.name) }) }
    #expect(
      files[2].text.contains(#"ExecStart=/bin/true sync "two & three" --file "/srv/100%% data/connections.yaml""#), "\(files[2].text)")
    // The first of the month or a Sunday.
    #expect(files[3].text.components(separatedBy: "OnCalendar=").count == 3)
  }

  @Test(
    "Schedules of cron mean the same to systemd", .enabled(if: hasSystemd, "systemd-analyze is not installed"),
    arguments: [
      ("0 6 * * *", ["*-*-* 06:00:00"]), ("*/15 0-6,20 * * 1-5", ["Mon..Fri *-*-* 00..06,20:00/15:00"]),
      ("0 6 1,15 * 0", ["*-*-01,15 06:00:00", "Sun *-*-* 06:00:00"]), ("5 */2 * 1-3 *", ["*-01..03-* 00/2:05:00"]),
      ("0 0 * * 7", ["Sun *-*-* 00:00:00"]),
    ])
  func calendars(_ cron: String, _ expected: [String]) throws {
    let timer = try #require(try export(.systemd, defaultSchedule: cron, only: ["four"]).last?.text)
    let calendars = timer.split(separator: "\n").filter { $0.hasPrefix("OnCalendar=") }.map { String($0.dropFirst("OnCalendar=".count)) }
    let normal = try calendars.map { calendar in
      let lines = try Shell.output(["systemd-analyze", "calendar", calendar]).split(separator: "\n")
      return lines.first { $0.contains("Normalized form:") }?.components(separatedBy: "form: ").last ?? String(lines.first ?? "")
    }
    #expect(normal == expected)
  }

  @Test("A crontab has a line for each connection, with words that a shell takes as they are")
  func cron() throws {
    let text = try #require(try export(.cron).first?.text)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count == 4 && lines[1].hasPrefix("0 6 1,15 * 0 /bin/true sync 'two & three' --file '/srv/100\\% data/connections.yaml'"))
  }

  @Test("CronJobs have what Kubernetes asks for")
  func kubernetes() throws {
    for file in try export(.kubernetes) {
      let job = try YAMLReader.read(file.text, file: file.name).root
      #expect(job["apiVersion"]?.string == "batch/v1" && job["kind"]?.string == "CronJob")
      let name = try #require(job["metadata"]?["name"]?.string)
      #expect(name.wholeMatch(of: /[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?/) != nil, "\(name)")
      #expect(CronSchedule(job["spec"]?["schedule"]?.string ?? "") != nil)
      let pod = job["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"]
      let container = try #require(pod?["containers"]?.sequence?.first)
      #expect(["Never", "OnFailure"].contains(pod?["restartPolicy"]?.string ?? "") && container["image"]?.string != nil)
      #expect(container["args"]?.sequence?.first?.string == "sync" && container["args"]?.sequence?.count == 4)
      let volumes = pod?["volumes"]?.sequence?.compactMap { $0["name"]?.string } ?? []
      #expect(container["volumeMounts"]?.sequence?.allSatisfy { volumes.contains($0["name"]?.string ?? "") } == true)
    }
  }

  @Test("DAGs are Python")
  func airflow() throws {
    let files = try export(.airflow)
    let folder = try TemporaryDirectory(Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) }))
    defer { folder.remove() }
    for file in files { #expect(throws: Never.self) { try Shell.output(["python3", "-m", "py_compile", folder.path(file.name)]) } }
    #expect(files.map(\.name) == ["headwater_one.py", "headwater_two_three.py", "headwater_four.py", "headwater_five.py"])
  }

  @Test("Connections with one tag run together if their schedules are one, and a schedule has to be there")
  func tags() throws {
    let files = try export(.cron, byTag: true, only: ["four", "five"])
    #expect(files[0].text.contains("30 6 * * * /bin/true sync --tag daily --file"))
    #expect(throws: SyncError.self) { try export(.cron, byTag: true) }
    let missing = #expect(throws: SyncError.self) { try export(.cron, defaultSchedule: nil) }
    #expect(missing?.message.contains("The connection `four` has no `schedule`") == true)
  }
}
