/// The address of an endpoint, whole or in the older two parts.
struct RequestAddresses: Sendable {
  var url = RequestAddress.none
  var base = RequestAddress.none
  var path = RequestAddress.none
}

/// What a request carries.
struct RequestContent: Sendable {
  var parameters = RequestParameters.none
  var headers = RequestInput.none
  var body: RequestBody?
  var legacyData: RequestBody?
  var legacyJSON: RequestBody?
}

/// Properties that a request names.
struct PropertyDeclaration: Sendable {
  var query: QueryProperties?
  var endpoint: PropertiesFromEndpoint?
}

/// How a request is sent.
struct RequestTransmission: Sendable {
  var usesCache = false
  /// Seconds; 30 when nil.
  var connectTimeout: Double?
  /// Seconds; 300 when nil.
  var readTimeout: Double?
  /// Accepted, but not used: idle connections are always probed.
  var keepsAlive = false
}
