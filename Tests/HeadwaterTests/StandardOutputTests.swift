import Foundation
import Testing

@testable import Headwater

/// What a file descriptor may do to those who write to it.
@Suite struct StandardOutputTests {
  private func write(_ text: String, to output: StandardOutput) throws {
    try Array(text.utf8).withUnsafeBytes { try output.write($0) }
  }

  /// A pipe of which the writing end refuses what finds no room at once.
  @Test func aReaderThatIsSlowIsWaitedFor() async throws {
    let pipe = Pipe()
    let end = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) == 0)
    let text = String(repeating: "0123456789\n", count: 100_000)
    let reader = pipe.fileHandleForReading
    let read = Task.detached { try reader.readToEnd() }
    let output = StandardOutput(descriptor: end)
    try write(text, to: output)
    try pipe.fileHandleForWriting.close()
    #expect(try await read.value.map { String(decoding: $0, as: UTF8.self) } == text)
  }

  @Test func nothingFollowsALineThatWasBrokenOff() throws {
    let end = open("/dev/full", O_WRONLY)
    let output = StandardOutput(descriptor: end)
    #expect(throws: (any Error).self) { try write("{\"a\": 1}\n", to: output) }
    let room = open("/dev/null", O_WRONLY)
    #expect(dup2(room, end) == end)
    #expect(throws: (any Error).self) { try write("{\"b\": 1}\n", to: output) }
    close(room)
    close(end)
  }
}
