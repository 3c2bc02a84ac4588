internal import COpenSSL

/// OpenSSL's thread-local queue of errors.
enum OpenSSLErrors {
  /// Forgets errors left behind by earlier calls on this thread.
  static func clear() { ERR_clear_error() }

  /// The reason of the last error, in OpenSSL's words, and an empty queue.
  static func takeReason() -> String {
    defer { ERR_clear_error() }
    let code = ERR_peek_last_error()
    guard code != 0, let reason = ERR_reason_error_string(code) else { return "no reason given" }
    return String(cString: reason)
  }

  /// The error of a failed call, with the reason taken from the queue.
  static func failure(_ operation: String) -> CryptographyError {
    .operationFailed(operation: operation, reason: takeReason())
  }
}
