internal import ConnectorKit
internal import Decoding
internal import Document
internal import JSON

/// Reads a table of delimited text while it arrives: the first row names the fields of the others.
struct CsvDecoder: InnerDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "CsvDecoder", "Reads a table of delimited text while it arrives; the first row names the fields of the others.", since: "6.33",
    fields: Field<String>.string("encoding", doc: "The encoding of the text.").default("utf-8", shown: "utf-8"),
    Field<String>.string("delimiter", doc: "The character between fields; it may be written as an escape such as `\\t`.")
      .default(",", shown: ","),
    Field<[String]>.strings("set_values_to_none", doc: "Values that are read as null.").default([]),
    Field<BuildContext>.context,
    examples: [
      """
      type: CsvDecoder
      encoding: utf-8
      delimiter: ";"
      set_values_to_none: ["", "-"]
      """
    ],
    make: CsvDecoder.init)

  private let options: CSVReader.Options

  var isStreaming: Bool { true }

  init(encoding: String, delimiter: String, nulls: [String], context: BuildContext) throws {
    guard let encoding = TextEncoding(name: encoding) else {
      throw Diagnostic(code: .unknownEncoding, "unknown text encoding `\(encoding)`", at: context.location)
    }
    var options = CSVReader.Options()
    options.encoding = encoding
    options.delimiter = delimiter
    options.valuesReadAsNull = nulls
    // Another encoding than the usual one is declared on purpose.
    options.detectsEncoding = encoding == .utf8 && !context.follows(.ignoresDeclaredCharsets)
    options.keepsByteOrderMark = context.follows(.keepsByteOrderMarks)
    options.normalizesLineBreaks = context.follows(.changesQuotedLineBreaks)
    options.takesBlankHeader = context.follows(.takesBlankLineForHeader)
    options.allowsOpenQuote = context.follows(.acceptsOpenQuotes)
    self.options = options
  }

  var formatOfBody: String? { "CSV" }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    var options = options
    options.declaredCharset = BodyText.declaredCharset(response.headers["Content-Type"])
    return Session(try CSVReader(options))
  }

  private struct Session: DecodingSession {
    private var reader: CSVReader

    init(_ reader: CSVReader) { self.reader = reader }

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      // Names make a record longer than its row, seldom more than twice as long. A field makes two tokens and has mostly eight bytes or
      // more with its delimiter. Both grow when that is not so.
      let bytes = bytes
      var tapes = RecordTapeWriter(byteCapacity: bytes.count * 2 + CSVReader.roomForRow, tokenCapacity: bytes.count / 4)
      do {
        try bytes.withUnsafeBytes { try reader.push($0, to: &tapes) }
        if isLast { try reader.finish(to: &tapes) }
      } catch {
        throw InterruptedDecoding.error(error, after: tapes.finish())
      }
      return tapes.finish()
    }
  }
}
