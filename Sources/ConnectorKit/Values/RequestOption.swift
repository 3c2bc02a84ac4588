package import JSON

/// Where a value goes in a request: a parameter, a header, a form field, or a place in the JSON body.
package struct RequestOption: PageTokenOption {
  package enum Place: String, CaseIterable, Sendable {
    case parameter = "request_parameter"
    case header
    case bodyData = "body_data"
    case bodyJSON = "body_json"
  }

  package let place: Place
  private let path: [String]

  /// - Parameter path: one name, or several for a place in a JSON body.
  package init(place: Place, path: [String]) {
    self.place = place
    self.path = path
  }

  package var requestOption: RequestOption? { self }

  /// Puts a value at the option's place.
  package func inject(_ value: JSONValue, into options: inout RequestOptions) {
    switch place {
    case .parameter: options.parameters[path[0]] = value
    case .header: options.headers[path[0]] = value
    case .bodyData:
      guard case .fields(var fields) = options.bodyData else { return }
      fields[path[0]] = value
      options.bodyData = .fields(fields)
    case .bodyJSON:
      var body = options.bodyJSON?.objectValue ?? [:]
      Self.set(value, at: path[...], in: &body)
      options.bodyJSON = .object(body)
    }
  }

  private static func set(_ value: JSONValue, at path: ArraySlice<String>, in object: inout JSONObject) {
    guard let key = path.first else { return }
    guard path.count > 1 else {
      object[key] = value
      return
    }
    var inner = object[key]?.objectValue ?? [:]
    set(value, at: path.dropFirst(), in: &inner)
    object[key] = .object(inner)
  }
}

/// How a paginator sends its token: as a value in the request, or as the whole address.
package protocol PageTokenOption: Sendable {
  /// Where the token goes; nil when it is the address.
  var requestOption: RequestOption? { get }
}
