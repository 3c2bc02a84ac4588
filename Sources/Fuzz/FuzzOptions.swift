internal import Fuzzing
internal import Glibc

/// What the command line says.
struct FuzzOptions {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  var seconds = 60
  var seed: UInt64 = 1
  var subjects = FuzzSubject.allCases
  var seeds = "Tests/FuzzingTests/Seeds"
  var findings = ".build/findings"
  var input: String?
  var isWorker = false

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      if name == "--worker" {
        isWorker = true
        continue
      }
      guard let value = rest.popFirst() else { throw Failure(description: "\(name) needs a value") }
      switch name {
      case "--seconds": seconds = try Self.number(value, name)
      case "--seed": seed = UInt64(try Self.number(value, name))
      case "--seeds": seeds = value
      case "--findings": findings = value
      case "--input": input = value
      case "--subject":
        guard let subject = FuzzSubject(rawValue: value) else {
          let names = FuzzSubject.allCases.map(\.rawValue).joined(separator: ", ")
          throw Failure(description: "there is no subject '\(value)'; there are \(names)")
        }
        subjects = [subject]
      default: throw Failure(description: "there is no option '\(name)'")
      }
    }
  }

  private static func number(_ text: String, _ name: String) throws -> Int {
    guard let number = Int(text), number >= 0 else { throw Failure(description: "\(name) takes a number, not '\(text)'") }
    return number
  }

  /// The file that holds the input at hand.
  func currentInput(_ subject: FuzzSubject) -> String { "\(findings)/current-\(subject.rawValue)" }
}
