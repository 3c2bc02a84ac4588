internal import Document
internal import Fuzzing
internal import Glibc

/// Tries changed seeds on the parts that take text from outside, for a given time.
///
/// `fuzz [--seconds 60] [--seed N] [--subject NAME] [--seeds FOLDER] [--findings FOLDER] [--input FILE]`
///
/// A process of its own tries the inputs, with at most 1 GB of memory and 1 s of CPU for each. An input that ends it, or that breaks a
/// promise, is kept in the folder of findings. `--input` tries one file, without limits. Exit codes: 0 nothing found, 1 findings.
@main
enum Fuzz {
  static func main() {
    do {
      let options = try FuzzOptions(Array(CommandLine.arguments.dropFirst()))
      if let input = options.input {
        let text = String(decoding: try TextFile.bytes(input), as: UTF8.self)
        for subject in options.subjects { try subject.run(text) }
      } else if options.isWorker {
        try FuzzWorker(options).run()
      } else {
        exit(try FuzzSupervisor(options).run())
      }
    } catch {
      let line = Array("fuzz: \(error)\n".utf8)
      _ = Glibc.write(STDERR_FILENO, line, line.count)
      exit(2)
    }
  }
}
