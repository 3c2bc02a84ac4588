internal import Compression

/// What is done about the encodings that an answer's head names.
enum BodyEncoding {
  /// The body is handed on as it comes. A made-up encoding ("utf-8" is met in the wild) changes nothing about its bytes.
  case plain
  /// The body is unpacked here.
  case packed(Inflater.Format)
  /// libcurl may unpack the body, as one in several layers.
  case other

  /// What requests ask for when they do not say themselves.
  ///
  /// Not what libcurl unpacks besides, as it takes a body that ends early for whole.
  static let accepted = "gzip, deflate"

  private static let unpacked: [String: Inflater.Format] = ["gzip": .gzip, "x-gzip": .gzip, "deflate": .deflate]

  /// - Parameter header: the values of `Content-Encoding`, in the order in which the encodings were applied.
  init(header: String) {
    let names = header.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
    let applied = names.filter { Self.unpacked[$0] != nil || $0 == "br" || $0 == "zstd" }
    if applied.isEmpty {
      self = .plain
    } else if applied.count == 1, let format = Self.unpacked[applied[0]] {
      self = .packed(format)
    } else {
      self = .other
    }
  }
}
