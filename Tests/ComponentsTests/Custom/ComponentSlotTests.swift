import Testing
import Components
import ConnectorKit

@Suite struct ComponentSlotTests {
  @Test(arguments: ComponentSlot.allCases) func slotsKnowTheirBuiltInTypes(_ slot: ComponentSlot) {
    let built = Catalog.standard.all.filter { $0.slot == "\(slot.contract)" }.map(\.type)
    #expect(Set(slot.builtInTypes) == Set(built))
  }

  @Test func slotsAreNamedWithAndWithoutTheirPrefix() {
    for slot in ComponentSlot.allCases {
      #expect(ComponentSlot(name: slot.name) == slot)
      #expect(ComponentSlot(name: slot.rawValue) == slot)
    }
    #expect(ComponentSlot(name: "Paginator") == nil)
    #expect(ComponentSlot.recordFilter.contractName == "RecordFiltering")
  }
}
