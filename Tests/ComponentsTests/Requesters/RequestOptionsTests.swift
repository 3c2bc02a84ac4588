import ConnectorKit
import JSON
import Testing

@Suite struct RequestOptionsTests {
  private func options(_ name: String, _ value: JSONValue) -> RequestOptions {
    var options = RequestOptions()
    options.headers = [name: value]
    options.parameters = [name: value]
    options.bodyData = .fields([name: value])
    options.bodyJSON = .object([name: ["inner": value], "of \(name)": 1])
    return options
  }

  @Test func aSecondContributorMustNotSetTheSame() throws {
    var mine = options("a", 1)
    #expect(throws: SyncError.self) { try mine.merge(options("a", 1)) }
    mine = options("a", 1)
    try mine.merge(options("b", 2))
    #expect(mine.parameters == ["a": 1, "b": 2])
    #expect(mine.bodyJSON == ["a": ["inner": 1], "of a": 1, "b": ["inner": 2], "of b": 1])
  }

  /// As a cursor does with what the router of partitions sends.
  @Test func oneThatOverridesSetsItAnew() throws {
    var mine = options("a", 1)
    var theirs = options("a", 2)
    theirs.bodyJSON = ["a": ["other": 2]]
    try mine.override(with: theirs)
    #expect(mine.headers == ["a": 2])
    #expect(mine.parameters == ["a": 2])
    #expect(mine.bodyData == .fields(["a": 2]))
    #expect(mine.bodyJSON == ["a": ["other": 2], "of a": 1])
    mine.bodyData = .text("ready")
    #expect(throws: SyncError.self) { try mine.override(with: theirs) }
  }
}
