import ConnectorKit
import Dates
import Document
import JSON
import RegularExpressions
import Templates
import Testing

@testable import Components

@Suite struct DescribedErrorTests {
  private struct Described: DescribedError {
    var suggestedFailure: SyncError.FailureType { .transient }
    func explanation(streamName: String?) -> String { "Ask for \(streamName ?? "nothing") later." }
  }

  private struct Phrase: DescribedError, CustomStringConvertible {
    let description = "the port is closed"
  }

  private static func thrown(_ body: () throws -> Void) -> any Error {
    do {
      try body()
    } catch {
      return error
    }
    return Undescribed()
  }

  private struct Undescribed: Error {}

  private static let cases: [(error: any Error, type: SyncError.FailureType, message: String)] = [
    (Described(), .transient, "Ask for items later."),
    (Phrase(), .system, "Stream items: the port is closed."),
    (TransportError(.timeout, "No answer came.", location: "here"), .transient, "No answer came."),
    (TransportError(.badURL, "That is no address.", location: "here"), .config, "That is no address."),
    (DateError(.value, "there is no day 31"), .system, "Stream items: there is no day 31."),
    (thrown { _ = try JSONValue.parse("[1,]") }, .system, "not JSON: "),
    (thrown { _ = try PythonRegex("(") }, .system, "Stream items: "),
    (thrown { _ = try DateTimeZone(named: "Nowhere/Town") }, .system, "Nowhere/Town"),
    (TemplateError(.valueError, "no number"), .system, "A template of the manifest failed: no number"),
    (TemplateError(.configuration, "no longer taken"), .config, "no longer taken"),
    (Diagnostic(code: .fileMissing, "there is no file `x`", at: nil), .config, "there is no file `x`"),
    (Diagnostic(code: .emptyPath, "the path is empty", at: nil), .system, "the path is empty"),
    (
      DiagnosticList([Diagnostic(code: .wrongType, "first", at: nil), Diagnostic(code: .wrongType, "second", at: nil)]), .system,
      "There are 2 problems:\nfirst\nsecond"
    ),
    (DataPathError("the path does not fit"), .system, "Stream items: the path does not fit."),
    (InterruptedDecoding(values: [], cause: Phrase()), .system, "Stream items: the port is closed."),
    (InterruptedDecoding(values: [], cause: SyncError(.config, "Correct it.")), .config, "Correct it."),
    (Undescribed(), .system, "Something unexpected went wrong in stream items: Undescribed()"),
  ]

  @Test("An error that has words of its own is reported with them", arguments: cases.indices)
  func saysWhatIsWrong(index: Int) {
    let (error, type, message) = Self.cases[index]
    let failure = SyncError(wrapping: error, streamName: "items")
    #expect(failure.message.contains(message))
    #expect(failure.message.contains("Something unexpected") == (error is Undescribed))
    #expect(failure.failureType == type)
    #expect(failure.streamName == "items")
  }

  @Test("Where no stream is read, a phrase becomes a sentence")
  func makesSentences() {
    #expect(SyncError(wrapping: Phrase()).message == "The port is closed.")
  }

  @Test("A failure keeps the stream it names")
  func keepsTheStream() {
    let failure = SyncError(.config, "Correct it.", streamName: "parents")
    #expect(SyncError(wrapping: failure, streamName: "items").streamName == "parents")
    #expect(SyncError(wrapping: SyncError(.config, "Correct it."), streamName: "items").streamName == "items")
  }
}
