internal import ConnectorKit

/// What answers mean when the manifest does not say otherwise.
enum DefaultErrorMapping {
  private static let byStatus: [Int: ErrorResolution] = [
    400: ErrorResolution(.fail, .system, "The API answered HTTP 400, bad request. Check the request's parameters in the manifest."),
    401: ErrorResolution(.fail, .config, "The API answered HTTP 401, unauthorized. Check the credentials in the config."),
    403: ErrorResolution(.fail, .config, "The API answered HTTP 403, forbidden. The account may not read this resource."),
    404: ErrorResolution(.fail, .system, "The API answered HTTP 404, not found. There is no such resource on the server."),
    405: ErrorResolution(.fail, .system, "The API answered HTTP 405, method not allowed. Check the method in the manifest."),
    408: ErrorResolution(.retry, .transient, "The API answered HTTP 408, request timeout."),
    429: ErrorResolution(.rateLimited, .transient, "The API answered HTTP 429, too many requests."),
    500: ErrorResolution(.retry, .transient, "The API answered HTTP 500, internal server error."),
    502: ErrorResolution(.retry, .transient, "The API answered HTTP 502, bad gateway."),
    503: ErrorResolution(.retry, .transient, "The API answered HTTP 503, service unavailable."),
    504: ErrorResolution(.retry, .transient, "The API answered HTTP 504, gateway timeout."),
  ]

  static func resolution(status: Int) -> ErrorResolution? { byStatus[status] }

  /// The verdict on an outcome that no filter of the manifest names.
  static func resolution(_ outcome: ResponseOutcome, _ quirks: QuirkSet) -> ErrorResolution {
    switch outcome {
    case .response(let response):
      byStatus[response.status]
        ?? ErrorResolution(.retry, .system, "The API answered with the unexpected HTTP status \(response.status).")
    case .failure(let error) where error.kind == .badURL: ErrorResolution(.fail, .config, error.message)
    // The same answer would come again.
    case .failure(let error) where !quirks.contains(.retriesRedirectLoops) && [.tooManyRedirects, .tooLarge].contains(error.kind):
      ErrorResolution(.fail, .system, error.message)
    case .failure(let error) where error.kind == .refusedWait: ErrorResolution(.fail, .transient, error.message)
    case .failure(let error): ErrorResolution(.retry, .system, error.message)
    }
  }
}
