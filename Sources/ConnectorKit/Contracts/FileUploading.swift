public import JSON

/// Fetches the file that a record describes.
public protocol FileUploading: Sendable {
  /// Downloads the file and gives the reference to it that the RECORD message carries.
  func upload(_ record: JSONRecord, _ scope: RecordScope) async throws -> JSONObject
}
