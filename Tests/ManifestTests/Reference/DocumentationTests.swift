import Components
import ConnectorKit
import Testing

@testable import Manifest

/// The manual is as good as what the declarations say.
@Suite struct DocumentationTests {
  static let entries = ComponentIndex(catalog: .standard).entries

  @Test func everyComponentHasASummaryAndAnExample() {
    for entry in Self.entries {
      #expect(Self.isSentence(entry.summary), "\(entry.type): \(entry.summary)")
      #expect(!entry.examples.isEmpty, "\(entry.type) has no example")
    }
  }

  @Test func everyFieldIsExplained() {
    for entry in Self.entries {
      for row in FieldRow.rows(of: entry.fields) {
        #expect(Self.isSentence(row.field.doc), "\(entry.type).\(row.name): \(row.field.doc)")
      }
    }
  }

  @Test func requiredFieldsHaveNoDefault() {
    for entry in Self.entries {
      for row in FieldRow.rows(of: entry.fields) where row.field.isRequired {
        #expect(row.field.defaultValue == nil, "\(entry.type).\(row.name)")
      }
    }
  }

  /// Starts with a capital letter, ends with a full stop, and says more than a word.
  private static func isSentence(_ text: String) -> Bool {
    guard let first = text.first(where: { $0 != "`" }), text.last == "." else { return false }
    return (first.isUppercase || text.first == "`") && text.count >= 8
  }
}
