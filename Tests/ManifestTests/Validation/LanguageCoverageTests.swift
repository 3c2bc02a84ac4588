import Components
import ConnectorKit
import Testing

@testable import Manifest

@Suite struct LanguageCoverageTests {
  static let built = Set(Catalog.standard.all.map(\.type))

  /// What the language has and Headwater does not build yet. Shorten it with every component that is built.
  static let unbuilt: Set<String> = ["BlockSimultaneousSyncsAction", "RequestBodyGraphQlQuery", "StreamGroup"]

  @Test func everyComponentIsBuiltOrListed() {
    let missing = LanguageNames.all.subtracting(Self.built).subtracting(UnbuiltComponents.customTypes)
    #expect(missing.sorted() == Self.unbuilt.intersection(LanguageNames.all).sorted())
    #expect(UnbuiltComponents.names == Self.unbuilt)
  }

  @Test func noComponentIsDeclaredTwice() {
    #expect(UnbuiltComponents.names.intersection(Self.built).isEmpty)
    for type in UnbuiltComponents.unfinishedNames {
      let names = Set(Catalog.standard.spec(type: type)?.fields.map(\.name) ?? [])
      let twice = UnbuiltComponents.furtherFields(of: type).map(\.name).filter(names.contains)
      #expect(twice.isEmpty, "\(type) has \(twice) by now")
    }
  }

  /// Every type that a field names is a component that can be checked.
  @Test func fieldsNameKnownComponents() {
    let validator = ManifestValidator(catalog: .standard)
    for spec in Catalog.standard.all {
      for field in spec.fields {
        for type in Self.components(in: field.type) {
          #expect(validator.fields(of: type) != nil, "\(spec.type).\(field.name) names the unknown component \(type)")
        }
      }
    }
  }

  private static func components(in type: FieldType) -> [String] {
    switch type {
    case .component(let types): types
    case .list(let inner), .mapping(let inner), .limited(let inner, _): components(in: inner)
    case .anyOf(let types): types.flatMap(components)
    case .record(let fields, _): fields.flatMap { components(in: $0.type) }
    default: []
    }
  }
}
