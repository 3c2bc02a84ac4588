import Components
import ConnectorKit
import Document
import JSON
import Testing

@testable import Manifest

@Suite struct ComponentListingTests {
  static let index = ComponentIndex(catalog: .standard)
  static let listing = ComponentListing(index)

  @Test func listsEveryType() throws {
    let types = Set(Self.index.entries.map(\.type))
    #expect(types.isSuperset(of: LanguageFacts.types))
    let text = try Self.listing.text()
    for type in types { #expect(text.contains("\n  \(type) "), "\(type) is not listed") }
  }

  @Test func customSlotsStandWithTheBuiltInComponentsOfTheirContract() {
    let slots = Dictionary(grouping: Self.index.entries, by: \.slot)
    // Whether values are normalised is said by a word; there is no built-in component for it.
    for entry in Self.index.entries where entry.origin == .slot && entry.type != "CustomSchemaNormalization" {
      #expect(slots[entry.slot]?.contains { $0.origin == .builtIn } == true, "nothing but \(entry.type) is a \(entry.slot)")
    }
    #expect(Self.index.entries.filter { $0.origin == .slot }.count == CustomTypes.all.count)
  }

  @Test func aComponentOfTheUsersIsListed() throws {
    let spec = ComponentSpec<any OwnContract>(
      "OwnPart", "Does something of its own.", fields: Field<String>.string("word", doc: "The word that it says."), make: OwnPart.init)
    let entry = try ComponentIndex(catalog: .standard.adding(spec)).entry("OwnPart")
    #expect(entry.slot == "OwnContract")
    #expect(entry.fields.map(\.name) == ["word"])
    #expect(entry.origin == .custom)
  }

  @Test func jsonHasAllMembers() throws {
    let component = try #require(try Self.listing.json("DefaultErrorHandler")["components"]?.arrayValue?.first)
    #expect(
      component.objectValue.map { Array($0.keys) } == ["type", "slot", "summary", "origin", "type_member", "fields", "examples"])
    #expect(component["slot"]?.stringValue == "ErrorHandler")
    let fields = component["fields"]?.arrayValue ?? []
    let retries = try #require(fields.first { $0["name"]?.stringValue == "max_retries" })
    #expect(retries["type"] == ["kind": "any_of", "types": [["kind": "integer"], ["kind": "string"]]])
    #expect(retries["required"] == false)
    #expect(retries["default"] == 5)
    #expect(retries["deprecated"] == false)
    #expect(retries["variables"]?.arrayValue?.contains("config") == true)
    let filters = try #require(fields.first { $0["name"]?.stringValue == "response_filters" })
    #expect(filters["type"] == ["kind": "list", "of": ["kind": "component", "types": ["HttpResponseFilter"]]])
    #expect(filters["default_type"] == "HttpResponseFilter")
  }

  @Test func textTellsAllAboutOne() throws {
    let text = try Self.listing.text("DatetimeBasedCursor")
    for part in ["DatetimeBasedCursor (IncrementalSync)", "  clamping.target: text (required)", "Default: false", "Example:"] {
      #expect(text.contains(part), "`\(part)` is missing")
    }
  }

  @Test func unknownTypeNamesItsNeighbour() {
    #expect {
      try Self.listing.text("DpathExtracter")
    } throws: { error in
      (error as? Diagnostic)?.fix == "did you mean `DpathExtractor`?"
    }
    #expect(throws: Diagnostic.self) { try Self.listing.json("Nothing") }
  }
}

private protocol OwnContract: Sendable {}

private struct OwnPart: OwnContract {
  let word: String
}
