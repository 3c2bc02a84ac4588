internal import ConnectorKit
internal import Decoding
internal import JSON

/// Reads a body that is one JSON document. An empty body has no values.
struct JsonDecoder: InnerDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "JsonDecoder", "Reads a body that is one JSON document.",
    examples: ["type: JsonDecoder"],
    make: { JsonDecoder() })

  var isStreaming: Bool { false }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    let ignores = scope.run.follows(.ignoresUndecodableBodies)
    let failure: Session.Failure = ignores ? (isInner ? .always : .never) : .unlessEmpty
    return Session(contentType: response.headers["Content-Type"], failure: failure)
  }

  private struct Session: DecodingSession {
    /// What counts as a failure.
    enum Failure { case never, unlessEmpty, always }

    let contentType: String?
    let failure: Failure
    private var gathered: [UInt8] = []

    init(contentType: String?, failure: Failure) {
      self.contentType = contentType
      self.failure = failure
    }

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      if gathered.isEmpty { gathered = bytes } else { gathered += bytes }
      guard isLast else { return [] }
      let body = gathered
      gathered = []
      switch failure {
      case .unlessEmpty: return isBlank(body) ? [] : [try document(body)]
      case .never: return (try? strictDocument(body)).map { [$0] } ?? []
      case .always:
        let document = try strictDocument(body)
        if document.isNull { throw FormatError(.malformed, in: "JSON", "the document is null") }
        return [document]
      }
    }

    private func document(_ body: [UInt8]) throws -> JSONView {
      let prepared = try body.withUnsafeBytes { (bytes) throws(FormatError) in
        try BodyText.prepareJSON(bytes, contentType: contentType)
      }
      switch prepared {
      case .unchanged: return try JSONTape(body, options: .python).root
      case .decoded(let text): return try JSONTape(text, options: .python).root
      }
    }

    /// UTF-8 without a byte order mark, as the reference insists.
    private func strictDocument(_ body: [UInt8]) throws -> JSONView {
      var options = JSONOptions.python
      options.skipsByteOrderMark = false
      return try JSONTape(body, options: options).root
    }

    private func isBlank(_ body: [UInt8]) -> Bool {
      body.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }
  }
}
