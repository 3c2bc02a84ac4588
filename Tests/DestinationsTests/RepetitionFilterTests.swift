import JSON
import Sync
import Testing

@testable import Destinations

@Suite struct RepetitionFilterTests {
  /// A step of a sync: records of a slice that come, or slices that are covered.
  enum Step: Sendable {
    case records(slice: Int, [Int], kept: [Int])
    case covered([Int])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var overlap = 0
    let steps: [Step]
    /// Which of the records 0 to 29 the next sync recognises.
    let recognized: [Int]
  }

  /// The record `n` has the cursor value `n / 10`.
  private static func records(_ numbers: [Int]) throws -> JSONRecords {
    JSONRecords(try numbers.compactMap { JSONRecord(view: try JSONTape(#"{"n":\#($0),"at":\#($0 / 10)}"#).root) })
  }

  static let cases = [
    Case(
      testDescription: "the bounds of a covered slice are recognised",
      steps: [.records(slice: 0, [1, 11, 12, 21], kept: [1, 11, 12, 21]), .covered([0])], recognized: [1, 11, 12, 21]),
    Case(
      testDescription: "a record that the next slice brings too is not kept twice",
      steps: [.records(slice: 0, [1, 11], kept: [1, 11]), .records(slice: 1, [11, 12, 21], kept: [12, 21]), .covered([0, 1])],
      recognized: [1, 11, 12, 21]),
    Case(
      testDescription: "equal records of one slice are all kept", steps: [.records(slice: 0, [1, 1, 1], kept: [1, 1, 1]), .covered([0])],
      recognized: [1]),
    Case(
      testDescription: "what is not covered is not recognised after a crash",
      steps: [.records(slice: 0, [1, 11], kept: [1, 11]), .records(slice: 1, [21], kept: [21]), .covered([0])], recognized: [1, 11]),
    Case(
      testDescription: "a slice that comes first keeps its first record from coming again with the one before it",
      steps: [.records(slice: 1, [11, 21], kept: [11, 21]), .records(slice: 0, [1, 11], kept: [1]), .covered([0, 1])],
      recognized: [1, 11, 21]),
  ]

  @Test("Records that windows bring again are kept once, and equal ones of one window as often as they come", arguments: cases)
  func steps(_ test: Case) throws {
    var filter = RepetitionFilter(field: "at", overlap: test.overlap, saved: []) { $0.integerValue }
    for step in test.steps {
      switch step {
      case .records(let slice, let numbers, let kept):
        let filtered = filter.filter(try Self.records(numbers), of: SliceID(slice))
        #expect(filtered.views.compactMap { $0["n"]?.integer } == kept)
      case .covered(let slices): filter.cover(slices.map { SliceID($0) })
      }
    }
    let saved = filter.recentRecords(isComplete: false)
    var next = RepetitionFilter(field: "at", overlap: test.overlap, saved: saved) { $0.integerValue }
    let all = Array(0..<30)
    let kept = next.filter(try Self.records(all), of: SliceID(0)).views.compactMap { $0["n"]?.integer }
    #expect(all.filter { !kept.contains($0) } == test.recognized)
  }

  @Test("Of many records those at the bounds of the window and within the overlap are remembered")
  func many() throws {
    var filter = RepetitionFilter(field: "at", overlap: 2, saved: []) { $0.integerValue }
    let numbers = Array(0..<10_000)
    for start in stride(from: 0, to: numbers.count, by: 1000) {
      _ = filter.filter(try Self.records(Array(numbers[start..<start + 1000])), of: SliceID(0))
    }
    filter.cover([SliceID(0)])
    // Cursor values 0, and 997 to 999.
    #expect(filter.recentRecords(isComplete: true).count == 40)
  }
}
