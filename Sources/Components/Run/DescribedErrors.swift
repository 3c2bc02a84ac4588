internal import ConnectorKit
public import Cryptography
public import JSONSchema

extension JSONSchemaError: DescribedError {}
extension TypeNormalizationError: DescribedError {}
extension SchemaInferenceError: DescribedError {}
extension CryptographyError: DescribedError {}
extension DataPathError: DescribedError {}

extension InterruptedDecoding: DescribedError {
  var suggestedFailure: SyncError.FailureType { SyncError(wrapping: cause).failureType }
  func explanation(streamName: String?) -> String { SyncError(wrapping: cause, streamName: streamName).message }
}
