import Components
import ConnectorKit
import Testing

@testable import Manifest

@Suite struct LanguageCoverageTests {
  static let built = Set(Catalog.standard.all.map(\.type))

  @Test("The names of the language are those of the catalogue") func everyComponentIsBuilt() {
    #expect(LanguageFacts.types == Self.built)
    #expect(CustomTypes.all.intersection(Self.built).isEmpty)
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
