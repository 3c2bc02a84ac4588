import JSON
import TestSupport
import Testing
import Templates

/// Golden rows recorded from the reference; run where the shared files are.
@Suite struct InterpolationVectorTests {
  @Test(
    .enabled(if: SharedFiles.exists("vectors/interpolation_builtin.jsonl")),
    arguments: ["interpolation_builtin.jsonl", "interpolation/corpus.jsonl"])
  func templatesGiveWhatWasRecorded(file: String) throws {
    for row in try SharedFiles.rows("vectors/\(file)") {
      let differences = InterpolationVectors.differences(of: row)
      #expect(differences.isEmpty, "\(row["template"]?.stringValue ?? "") [\(row["id"]?.stringValue ?? "")]")
    }
  }

  @Test(.enabled(if: SharedFiles.exists("vectors/interpolated_mapping.jsonl")))
  func mappingsGiveWhatWasRecorded() throws {
    for row in try SharedFiles.rows("vectors/interpolated_mapping.jsonl") {
      let differences = InterpolationVectors.mappingDifferences(of: row)
      #expect(differences.isEmpty, "\(InterpolationVectors.text(row["mapping"] ?? .null))")
    }
  }

  @Test(.enabled(if: SharedFiles.exists("vectors/interpolated_string_sequence.jsonl")))
  func sequencesGiveWhatWasRecorded() throws {
    for row in try SharedFiles.rows("vectors/interpolated_string_sequence.jsonl") {
      let differences = InterpolationVectors.sequenceDifferences(of: row)
      #expect(differences.isEmpty, "\(row["template"]?.stringValue ?? "")")
    }
  }
}
