public import JSON

/// Fetches the file that a record describes.
public protocol FileUploading: Sendable {
  /// Downloads the file and gives the reference to it that the RECORD message carries.
  ///
  /// - Returns: nil when the record has to go without its file.
  func upload(_ record: JSONRecord, _ scope: RecordScope) async throws -> JSONObject?
}
