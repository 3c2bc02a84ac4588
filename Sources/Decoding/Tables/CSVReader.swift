package import JSON

/// Reads delimited text row by row as Python's `csv.DictReader` does with its default dialect, which some options bring closer.
///
/// Quotes are `"`, doubled inside; a quote in the middle of an unquoted field is text; lines end with `\n`, `\r\n` or `\r`; empty
/// lines are skipped. The first row names the columns. Memory stays at one row.
package struct CSVReader {
  package struct Options: Sendable {
    /// One character, or one written as an escape such as `\t` or `\u00a7`; empty means a comma. Default comma.
    package var delimiter = ","
    /// Default UTF-8.
    package var encoding = TextEncoding.utf8
    /// Whether a byte order mark and the ``declaredCharset`` tell the encoding, as they do for JSON, instead of ``encoding``. Default
    /// false.
    package var detectsEncoding = false
    /// The `charset` of the `Content-Type`.
    package var declaredCharset: String?
    /// Values that are read as null. Default none.
    package var valuesReadAsNull: [String] = []
    /// Whether a byte order mark stays in the first column's name, as in the reference. Default false.
    package var keepsByteOrderMark = false
    /// Whether line breaks within quotes all become `\n`, as in the reference. Default false.
    package var normalizesLineBreaks = false
    /// Whether a blank first line is a row of names, as in the reference. Default false.
    package var takesBlankHeader = false
    /// Whether the end of the text closes a quoted field, as in the reference. Default false: the text is cut off or its quotes are
    /// wrong, and the field may hold all other rows.
    package var allowsOpenQuote = false
    /// Whether zero characters, which are no text, are left out. Default false.
    package var dropsZeros = false
    /// The most bytes a row may have: an unclosed quote would otherwise swallow the rest of the text. Default 64 MiB.
    package var maximumRowBytes = 64 << 20

    package init() {}
  }

  /// More room than this is seldom asked of a tape for one row.
  package static let roomForRow = CSVRowCopier.longestRow * CSVRowCopier.longestEscape

  /// The columns, once the first row has been read.
  package private(set) var header: CSVHeader?
  private let options: Options
  private var decoder: ArrivingText
  private var parser: CSVParser
  private var copier: CSVRowCopier?
  private var text: [UInt8] = []
  private let delimiter: [UInt8]

  /// - Throws: ``FormatError`` when the delimiter is not one character.
  package init(_ options: Options = Options()) throws(FormatError) {
    self.options = options
    decoder =
      options.detectsEncoding
      ? ArrivingText(declaredCharset: options.declaredCharset)
      : ArrivingText(options.encoding, keepsMark: options.keepsByteOrderMark)
    delimiter = try CSVDelimiter.bytes(options.delimiter)
    parser = CSVParser(
      delimiter: delimiter, maximumRowBytes: options.maximumRowBytes, normalizesLineBreaks: options.normalizesLineBreaks)
  }

  /// Reads the next bytes.
  ///
  /// - Parameter row: takes each complete row behind the header.
  /// - Throws: ``FormatError`` for bytes that do not fit the encoding and rows that are too long, and what `row` throws. Rows
  ///   before the error have been delivered.
  package mutating func push(_ bytes: UnsafeRawBufferPointer, row: (CSVRow) throws -> Void) throws {
    try decode(bytes) { try $0.parse($1, row) }
  }

  /// Reads the next bytes; see ``push(_:row:)``.
  package mutating func push(_ bytes: [UInt8], row: (CSVRow) throws -> Void) throws {
    try bytes.withUnsafeBytes { try push($0, row: row) }
  }

  /// Reads the next bytes and writes the complete rows as records; otherwise as ``push(_:row:)``.
  package mutating func push(_ bytes: UnsafeRawBufferPointer, to tapes: inout RecordTapeWriter) throws {
    try decode(bytes) { try $0.parse($1, to: &tapes) }
  }

  /// Says that no more bytes come: delivers the last row when no line break ends it.
  package mutating func finish(row: (CSVRow) throws -> Void) throws {
    var rest: [UInt8] = []
    var problem: FormatError?
    do throws(FormatError) { try decoder.finish(into: &rest) } catch { problem = error }
    try rest.withUnsafeBytes { try parse($0, row) }
    if let problem { throw located(problem) }
    if parser.isInQuotes, !options.allowsOpenQuote {
      throw FormatError(
        .truncated, in: "CSV", "the text ends within a quoted field that starts on this line", line: parser.quoteLine,
        fix: "the text may be cut off, or a quote within a field is not doubled")
    }
    if parser.finish() { try deliver(row) }
  }

  /// Writes the last row as a record; otherwise as ``finish(row:)``.
  package mutating func finish(to tapes: inout RecordTapeWriter) throws {
    try finish { $0.write(to: &tapes) }
  }

  /// Parses the text of the next bytes up to the first that fits the encoding no more.
  private mutating func decode(
    _ bytes: UnsafeRawBufferPointer, _ parse: (inout CSVReader, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    if !options.dropsZeros, let text = decoder.unchanged(bytes) { return try parse(&self, text) }
    var decoded: [UInt8] = []
    swap(&decoded, &text)
    defer { swap(&decoded, &text) }
    decoded.removeAll(keepingCapacity: true)
    var problem: FormatError?
    do throws(FormatError) { try decoder.decode(bytes, into: &decoded) } catch { problem = error }
    if options.dropsZeros { decoded.removeAll { $0 == 0 } }
    try decoded.withUnsafeBytes { try parse(&self, $0) }
    if let problem { throw located(problem) }
  }

  private mutating func parse(_ text: UnsafeRawBufferPointer, _ row: (CSVRow) throws -> Void) throws {
    var at = 0
    while at < text.count {
      if try parser.scan(text, from: &at) { try deliver(row) }
    }
  }

  private mutating func parse(_ text: UnsafeRawBufferPointer, to tapes: inout RecordTapeWriter) throws {
    var at = 0
    while at < text.count {
      if let copier, parser.startsRow(text, at: &at) { copier.copyRows(text, from: &at, line: &parser.line, to: &tapes) }
      if try parser.scan(text, from: &at) { try deliver { $0.write(to: &tapes) } }
    }
  }

  private mutating func deliver(_ row: (CSVRow) throws -> Void) throws {
    guard !parser.ends.isEmpty || (header == nil && options.takesBlankHeader) else { return parser.startRow() }
    if header == nil, !options.takesBlankHeader, parser.isBlank { return parser.startRow() }
    if let header {
      try row(CSVRow(header: header, bytes: parser.bytes, ends: parser.ends))
    } else {
      let header = CSVHeader(columns: parser.fields, valuesReadAsNull: options.valuesReadAsNull)
      self.header = header
      copier = CSVRowCopier(header, delimiter: delimiter, maximumRowBytes: options.maximumRowBytes)
    }
    parser.startRow()
  }

  private func located(_ problem: FormatError) -> FormatError {
    var problem = problem
    problem.format = "CSV"
    problem.line = parser.line
    return problem
  }
}
