internal import ConnectorKit
internal import Cryptography
internal import JSONSchema

extension JSONSchemaError: DescribedError {}
extension TypeNormalizationError: DescribedError {}
extension SchemaInferenceError: DescribedError {}
extension CryptographyError: DescribedError {}
extension DataPathError: DescribedError {}

extension InterruptedDecoding: DescribedError {
  var suggestedFailure: SyncError.FailureType { SyncError(wrapping: cause).failureType }
  func explanation(streamName: String?) -> String { SyncError(wrapping: cause, streamName: streamName).message }
}
