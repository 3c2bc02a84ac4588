internal import ArgumentParser
internal import Glibc
internal import Headwater

struct ServeCommand: ParsableCommand {
  static let programName = "headwater-server"

  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve connections through Airbyte's API, for orchestrators such as Airflow and Dagster.",
    discussion: "Starts \(programName). `headwater serve --help` lists its options.")

  @Argument(parsing: .captureForPassthrough, help: .hidden)
  var arguments: [String] = []

  func run() throws {
    guard let program = Self.program else {
      Terminal.complain(
        "\(Self.programName) is missing beside headwater. Install it: make install, or build the product \(Self.programName).")
      throw ExitCode(1)
    }
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    execv(program, &words)
    Terminal.complain("Cannot start \(program): \(String(cString: strerror(errno))).")
    throw ExitCode(1)
  }

  /// The program beside this one.
  private static var program: String? {
    guard let real = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(real) }
    let path = String(cString: real)
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let program = "\(directory)/\(programName)"
    return access(program, X_OK) == 0 ? program : nil
  }
}
