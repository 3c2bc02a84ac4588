internal import ConnectorKit
internal import Decoding
internal import Document
internal import JSON

/// Takes an answer for a table of comma separated values, whatever decoder is declared, and each of its rows for a record.
struct ResponseToFileExtractor: RecordExtractor {
  static let spec = ComponentSpec<any RecordExtractor>(
    "ResponseToFileExtractor", "Reads a large table of comma separated values, compressed or not, row by row.", since: "6.7",
    fields: Field<Bool>.bool(
      "preserve_na_values", doc: "Whether strings such as NA, null and NaN stay strings; else they are null, as empty fields are."
    ).default(false, shown: false),
    examples: ["type: ResponseToFileExtractor\npreserve_na_values: true"],
    make: ResponseToFileExtractor.init)

  let keepsNullTexts: Bool

  var bodyDecoder: (any BodyDecoder)? { DownloadedTableDecoder(keepsNullTexts: keepsNullTexts) }

  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws { found.append(body) }
}
