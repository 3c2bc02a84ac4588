internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Sends HTTP requests: address, options, body, credentials, and what to do about answers that are not good.
///
/// A class, so that a request's tasks share it instead of copying its fields.
final class HttpRequester: Requester {
  static let spec = ComponentSpec<any Requester>(
    "HttpRequester", "Sends HTTP requests to an API.",
    fields: Field<RequestAddresses>.group(
      Field<RequestAddress>.address("url", doc: "The whole address of the endpoint.").default(.none),
      Field<RequestAddress>.address("url_base", doc: "The first part of the address; write the whole address as `url` instead.").deprecated
        .default(.none),
      Field<RequestAddress>.address("path", doc: "The rest of the address; write the whole address as `url` instead.").deprecated.default(
        .none),
      make: RequestAddresses.init),
    Field<String>.string("http_method", doc: "The method of the request; both may have a body.").typed(.choice(["GET", "POST"])).default(
      "GET", shown: "GET"),
    Field<any Authenticator>.slot("authenticator", .authenticator, doc: "Adds credentials to each request.").optional,
    Field<RequestContent>.group(
      Field<RequestParameters>.requestParameters.default(.none),
      Field<RequestInput>.input("request_headers", doc: "The request's headers, by name, or a template that gives them.").default(.none),
      Field<RequestBody>.component(
        "request_body", ["RequestBodyPlainText", "RequestBodyUrlEncodedForm", "RequestBodyJsonObject", "RequestBodyGraphQL"],
        doc: "The request's body: text, a form, JSON or a GraphQL query."
      ).optional,
      Field<RequestBody>.legacyData.optional,
      Field<RequestBody>.legacyJSON.optional,
      make: RequestContent.init),
    Field<any ErrorHandler>.slot(
      "error_handler", .errorHandler,
      doc: "Says what to do about responses that are not good."
    ).typedByPlace("DefaultErrorHandler").optional,
    Field<PropertyDeclaration>.group(
      Field<QueryProperties>.component(
        "query_properties", ["QueryProperties"], doc: "Properties that templates of the request name."
      ).optional,
      Field<PropertiesFromEndpoint>.component(
        "fetch_properties_from_endpoint", ["PropertiesFromEndpoint"],
        doc: "The older way to take properties from an endpoint."
      ).deprecated.optional,
      make: PropertyDeclaration.init),
    Field<RequestTransmission>.group(
      Field<Bool>.bool("use_cache", doc: "Whether equal requests of a stream are sent once in a run.").default(false, shown: false),
      Field<Double>.number("connect_timeout_in_seconds", doc: "Seconds to wait for a connection.").limited(.above(0))
        .optional.shown(30),
      Field<Double>.number("read_timeout_in_seconds", doc: "Seconds for which the server may send nothing.").limited(.above(0))
        .optional.shown(300),
      Field<Bool>.bool("use_tcp_keepalive", doc: "Accepted for old manifests; idle connections are always probed.").default(
        false, shown: false),
      make: RequestTransmission.init),
    Field<BuildContext>.context,
    examples: [
      """
      type: HttpRequester
      url: "https://{{ config['subdomain'] }}.example.com/api/orders"
      http_method: GET
      authenticator:
        type: BearerAuthenticator
        api_token: "{{ config['api_token'] }}"
      request_parameters:
        expand: customer
        updated_since: "{{ stream_interval['start_time'] }}"
      request_headers:
        Accept: application/json
      error_handler:
        type: DefaultErrorHandler
        max_retries: 3
      """
    ],
    make: HttpRequester.init)

  private static let methodsWithBody: Set<String> = ["GET", "POST", "PUT", "PATCH"]

  let url: RequestAddress
  let urlBase: RequestAddress
  let path: RequestAddress
  let method: String
  let authenticator: any Authenticator
  /// Whether an authenticator has a part in the requests.
  let isAuthenticated: Bool
  let parameters: RequestParameters
  let headers: RequestInput
  let body: RequestBody?
  let errorHandler: any ErrorHandler
  /// Properties that are named in requests, where a retriever divides them.
  let requestedProperties: (any RequestedProperties)?
  let usesCache: Bool
  let timeouts: HTTPTimeouts

  init(
    addresses: RequestAddresses, method: String, authenticator: (any Authenticator)?, content: RequestContent,
    errorHandler: (any ErrorHandler)?, properties: PropertyDeclaration, transmission: RequestTransmission, context: BuildContext
  ) throws {
    let bodies = [content.body, content.legacyData, content.legacyJSON].compactMap { $0 }
    guard bodies.count <= 1 else {
      throw Diagnostic(code: .twoBodies, "the request has more than one body", at: context.location, fix: "keep `request_body`")
    }
    if content.parameters.properties != nil, properties.endpoint != nil {
      throw Diagnostic(
        code: .twoPropertyLists, "the request has both QueryProperties and `fetch_properties_from_endpoint`", at: context.location,
        fix: "keep the QueryProperties")
    }
    requestedProperties =
      content.parameters.properties?.list ?? properties.endpoint.map { QueryProperties(list: .endpoint($0)) } ?? properties.query
    url = addresses.url
    urlBase = addresses.base
    path = addresses.path
    self.method = method.uppercased()
    self.authenticator = authenticator ?? NoAuth()
    isAuthenticated = self.authenticator.addsCredentials
    parameters = content.parameters
    headers = content.headers
    body = bodies.first
    self.errorHandler = errorHandler ?? DefaultErrorHandler(quirks: context.options.quirks)
    usesCache = transmission.usesCache
    timeouts = HTTPTimeouts(connect: transmission.connectTimeout ?? 30, idle: transmission.readTimeout ?? 300)
  }

  var declaredActions: Set<ErrorResolution.Action> { errorHandler.declaredActions }

  func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<Response> {
    let (request, loop) = try await prepare(scope, additions, path)
    return try await loop.send(request)
  }

  func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<StreamingResponse> {
    let (request, loop) = try await prepare(scope, additions, path)
    return try await loop.open(request)
  }
}

extension HttpRequester {
  /// The scope with the address that authenticators log in below, and the variables that it gives templates.
  private func based(_ scope: RequestScope) throws -> (RequestScope, TemplateScope) {
    var scope = scope
    let variables = TemplateScope(scope)
    let url = try url.evaluate(variables)
    scope.baseAddress = url.isEmpty ? try urlBase.evaluate(variables) : url
    return (scope, variables)
  }

  /// The request, and what sends it until its answer is usable.
  private func prepare(_ scope: RequestScope, _ additions: RequestOptions, _ path: String?) async throws -> (HTTPRequest, RetryLoop) {
    let (scope, variables) = try based(scope)
    let request = try await prepare(scope, variables, additions, path)
    let loop = RetryLoop(errorHandler, authenticator, scope) { try await self.prepare(scope, TemplateScope(scope), additions, path) }
    return (request, loop)
  }

  private func prepare(
    _ scope: RequestScope, _ variables: TemplateScope, _ additions: RequestOptions, _ path: String?
  ) async throws -> HTTPRequest {
    // An authenticator may change the config: address and headers are made before that, parameters and body after it.
    let address = try address(variables, path: path)
    var options = RequestOptions()
    options.headers = try headers.evaluate(variables, accepting: [.any, .verbatim], asTexts: true)
    var credentials = RequestOptions()
    if isAuthenticated {
      credentials = try await authenticator.requestOptions(scope)
      try fill(&options, TemplateScope(scope), scope.slice, scope.run)
      try options.merge(credentials)
    } else {
      try fill(&options, variables, scope.slice, scope.run)
    }
    try options.merge(additions)
    var request = try RequestAssembly.request(
      method: method, address: address, options: options, allowsBody: Self.methodsWithBody.contains(method),
      query: path == nil || scope.run.follows(.repeatsParametersOfNextPages)
        ? .written : .ofNextPage(credentials: credentials.parameters.keys))
    request.timeouts = timeouts
    request.origin = scope.origin
    request.credentialParameters = Set(credentials.parameters.keys)
    request.cache = usesCache ? scope.streamName : nil
    if isAuthenticated { try await authenticator.sign(&request, scope) }
    return request
  }

  private func fill(_ options: inout RequestOptions, _ variables: TemplateScope, _ slice: StreamSlice?, _ run: RunServices) throws {
    options.parameters = try parameters.evaluate(variables, slice)
    switch body {
    case nil: break
    case .text(let text)?:
      // As text even where it looks like a value: JSON is sent as it was written.
      options.bodyData = try run.follows(.evaluatesTextBodies) ? Self.referenceData(text, variables) : .text(Self.body(text, variables))
    case .form(let form)?:
      options.bodyData = .fields(try form.object(variables, accepting: .parameter).droppingNulls)
    case .json(let template)?: options.bodyJSON = try template.json(variables, as: .sentJSON)
    case .jsonText(let text)?: options.bodyJSON = try Self.json(text, variables, run)
    }
  }

  /// Nothing is no body.
  private static func body(_ text: TemplateText, _ variables: TemplateScope) throws -> String {
    let value = try text.value(variables, as: [.any, .verbatim])
    return value.isNone ? "" : try value.pythonText()
  }

  /// The reference takes a text apart that looks like a mapping, and sends nothing when it looks like any other value.
  private static func referenceData(_ text: TemplateText, _ variables: TemplateScope) throws -> RequestOptions.Data {
    let value = try text.value(variables)
    if let plain = value.textValue { return .text(plain) }
    guard case .dict = value, case .object(let fields) = try value.jsonOrText() else { return .fields([:]) }
    return .fields(fields.droppingNulls)
  }

  private static func json(_ text: TemplateText, _ variables: TemplateScope, _ run: RunServices) throws -> JSONValue? {
    let value = try text.value(variables)
    let sendsOnlyMappings = run.follows(.sendsOnlyMappingsAsJSON)
    if sendsOnlyMappings, value.textValue == nil {
      // The reference sends mappings alone, and passes over what else is no text.
      guard case .dict = value else { return nil }
    }
    let json = try value.jsonOrText()
    guard case .string(let plain) = json else { return json.isNull ? .none : .some(json) }
    guard plain.isEmpty, !sendsOnlyMappings else {
      throw SyncError(.system, "A JSON body must be an object or a list, but `\(text.source)` gives the text `\(plain)`.")
    }
    return nil
  }

  private func address(_ variables: TemplateScope, path override: String?) throws -> String {
    let base = try urlBase.evaluate(variables)
    let url = try url.evaluate(variables)
    var path = try override ?? self.path.evaluate(variables)
    if override == nil, path.utf8.first == UInt8(ascii: "/") { path = String(path.drop { $0 == "/" }) }
    return Address.joined(base.isEmpty ? url : base, path)
  }
}
