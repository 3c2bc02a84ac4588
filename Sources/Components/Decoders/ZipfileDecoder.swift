internal import ConnectorKit
internal import Decoding
internal import JSON

/// Unpacks the files of a zip archive and hands each on to another decoder.
struct ZipfileDecoder: NestableDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "ZipfileDecoder", "Unpacks the files of a zip archive, one after the other.", since: "6.21",
    fields: Field<any BodyDecoder>.component("decoder", GzipDecoder.innerTypes, doc: "Reads each file."),
    examples: [
      """
      type: ZipfileDecoder
      decoder:
        type: CsvDecoder
      """
    ],
    make: ZipfileDecoder.init)

  let decoder: any BodyDecoder

  var isStreaming: Bool { false }

  var formatOfBody: String? { "zip" }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    Session(decoder: decoder, response: response, scope: scope)
  }

  private struct Session: DecodingSession {
    let decoder: any BodyDecoder
    let response: Response
    let scope: RequestScope
    private var gathered: [UInt8] = []

    init(decoder: any BodyDecoder, response: Response, scope: RequestScope) {
      self.decoder = decoder
      self.response = response
      self.scope = scope
    }

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      if gathered.isEmpty { gathered = bytes } else { gathered += bytes }
      guard isLast else { return [] }
      let archive = try ZipReader(gathered)
      gathered = []
      var found: [JSONView] = []
      for member in archive.members { try read(member, of: archive, into: &found) }
      return found
    }

    private func read(_ member: ZipReader.Member, of archive: ZipReader, into found: inout [JSONView]) throws {
      do {
        var inner = try decoder.innerSession(for: response, scope)
        try archive.read(member) { try found += inner.decode(Array($0), isLast: false) }
        try found += inner.decode([], isLast: true)
      } catch {
        let values = (error as? InterruptedDecoding)?.values ?? []
        let cause = (error as? InterruptedDecoding)?.cause ?? error
        throw InterruptedDecoding.error(FileFailure(name: member.name, cause: cause), after: found + values)
      }
    }
  }

  /// A file of the archive that cannot be read.
  private struct FileFailure: DescribedError, CustomStringConvertible {
    let name: String
    let cause: any Error

    var description: String { "file `\(name)` of the archive: \(cause)" }
  }
}
