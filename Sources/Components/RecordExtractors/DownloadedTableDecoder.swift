internal import ConnectorKit
internal import Decoding
internal import JSON

/// Reads a table as the usual tool for data frames does: repeated columns get numbers, empty fields are null.
struct DownloadedTableDecoder: NestableDecoder {
  /// The texts that stand for a missing value besides the empty one.
  private static let nullTexts: Set<String> = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None",
    "n/a", "nan", "null",
  ]

  let keepsNullTexts: Bool

  var isStreaming: Bool { true }

  var formatOfBody: String? { "CSV" }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    var options = CSVReader.Options()
    // Some exports have them.
    options.dropsZeros = true
    options.detectsEncoding = !scope.run.follows(.ignoresDeclaredCharsets)
    options.declaredCharset = BodyText.declaredCharset(response.headers["Content-Type"])
    options.normalizesLineBreaks = scope.run.follows(.changesQuotedLineBreaks)
    return Session(try CSVReader(options), nullTexts: keepsNullTexts ? [] : Self.nullTexts)
  }

  /// A class, since what unpacks cannot be copied.
  // Unchecked: a session belongs to the task that reads its body.
  private final class Session: DecodingSession, @unchecked Sendable {
    private var unpacking = GzipReader()
    private var reader: CSVReader
    private let nullTexts: Set<String>
    private var names: [String] = []
    /// Fields at the start of rows that no column names, when the first row has more fields than there are columns.
    private var unnamed: Int?
    private var row = 0

    init(_ reader: CSVReader, nullTexts: Set<String>) {
      self.reader = reader
      self.nullTexts = nullTexts
    }

    func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      var tapes = RecordTapeWriter()
      let bytes = bytes
      do {
        try unpacking.push(bytes) { try read($0, into: &tapes) }
        if isLast {
          try unpacking.finish { try read($0, into: &tapes) }
          try reader.finish { try write($0, to: &tapes) }
        }
      } catch {
        throw InterruptedDecoding.error(error, after: tapes.finish())
      }
      return tapes.finish()
    }

    private func read(_ bytes: UnsafeRawBufferPointer, into tapes: inout RecordTapeWriter) throws {
      try reader.push(bytes) { try write($0, to: &tapes) }
    }

    private func write(_ fields: CSVRow, to tapes: inout RecordTapeWriter) throws {
      if unnamed == nil {
        names = Self.distinct(fields.header.columns)
        unnamed = max(0, fields.count - names.count)
      }
      row += 1
      let offset = unnamed ?? 0
      guard fields.count <= names.count + offset else {
        throw SyncError(
          .system, "The table that was downloaded has \(names.count) columns, but its row \(row) has \(fields.count) fields.")
      }
      tapes.openRecord()
      for (place, name) in names.enumerated() {
        let text = place + offset < fields.count ? fields[place + offset] : ""
        tapes.write(key: name)
        if text.isEmpty || nullTexts.contains(text) { tapes.writeNull() } else { tapes.write(text) }
      }
      tapes.close()
    }

    /// Names that occur again get the next free number, those that are empty the number of their column.
    private static func distinct(_ columns: [String]) -> [String] {
      let named = columns.enumerated().map { $0.element.isEmpty ? "Unnamed: \($0.offset)" : $0.element }
      var counts: [String: Int] = [:]
      var taken = Set(named)
      var seen: Set<String> = []
      return named.map { name in
        guard !seen.insert(name).inserted else { return name }
        var count = counts[name] ?? 1
        while taken.contains("\(name).\(count)") { count += 1 }
        counts[name] = count + 1
        taken.insert("\(name).\(count)")
        return "\(name).\(count)"
      }
    }
  }
}
