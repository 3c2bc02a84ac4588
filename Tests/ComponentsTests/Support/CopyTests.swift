import Concurrency
import JSON
import Templates
import Testing
import ConnectorKit

/// Values that are shared until they are changed.
@Suite struct CopyTests {
  @Test("A change of a copy leaves the other copy as it was, in every other member too")
  func slices() {
    let slice = StreamSlice(partition: ["a": 1], cursorSlice: ["b": 2], extraFields: ["c": 3])
    var copy = slice
    #expect(copy == slice)
    copy.partition["a"] = 9
    #expect(slice.partition == ["a": 1] && copy.partition == ["a": 9])
    #expect(copy.cursorSlice == ["b": 2] && copy.extraFields == ["c": 3])
    #expect(copy != slice)
    copy.partition["a"] = 1
    #expect(copy == slice && copy.hashValue == slice.hashValue)
  }

  @Test("Services that are changed keep all others, and what a run shares")
  func services() {
    var run = TestServices.run(config: ["key": "x"])
    run.catalogSchemas = ["items": [:]]
    run.componentTimeout = 7
    run.jobSlots = AsyncSemaphore(3)
    var copy = run
    copy.options.debug = true
    #expect(!run.options.debug && copy.options.debug)
    #expect(copy.catalogSchemas == run.catalogSchemas && copy.componentTimeout == 7)
    #expect(copy.jobSlots === run.jobSlots && copy.shared === run.shared && copy.configStore === run.configStore)
    copy.componentTimeout = nil
    #expect(run.componentTimeout == 7)
  }

  @Test("A scope that is changed leaves its copy as it was")
  func scopes() {
    var scope = TemplateScope(config: ["key": "x"])
    scope.set(.pageSize, .integer(1))
    var copy = scope
    copy.set(.pageSize, .integer(2))
    copy.set(lastPageSize: 5)
    func text(_ scope: TemplateScope, _ name: String) -> String? {
      scope.value(of: TemplateVariable(name)).map { "\($0)" }
    }
    #expect(text(scope, "page_size") != text(copy, "page_size"))
    #expect(text(scope, "last_page_size") == nil && text(copy, "last_page_size") != nil)
    #expect(text(scope, "config") == text(copy, "config"))
  }

  @Test("Items of one name and different types are kept side by side")
  func sharesByType() {
    let shared = RunStorage()
    #expect(shared.value(for: SharedKey("x")) { 1 } == 1)
    #expect(shared.value(for: SharedKey("x")) { "text" } == "text")
    #expect(shared.value(for: SharedKey("x")) { 2 } == 1)
    #expect(shared.value(for: SharedKey("y")) { 2 } == 2)
  }
}
