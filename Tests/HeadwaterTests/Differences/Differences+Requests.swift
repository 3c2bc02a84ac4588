import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// What is sent, and how often.
  static let requests: [DifferenceCase] = [
    limited("a word", ["ratelimit-remaining": "many"]), limited("a fraction", ["ratelimit-remaining": "50.5"]),
    limited("a date", ["ratelimit-reset": "Thu, 15 Jan 2026 00:00:00 GMT"]),
    DifferenceCase(
      id: .fixed(.takesMissingTokens), name: "an empty answer",
      manifest: Make.connector(
        Make.stream(requester: [
          "authenticator": [
            "type": "OAuthAuthenticator", "client_id": "c", "client_secret": "s", "refresh_token": "r",
            "token_refresh_endpoint": "{{ config['base'] }}/token", "refresh_token_updater": ["type": "RefreshTokenUpdater"],
          ]
        ])), config: ["credentials": ["access_token": "a", "refresh_token": "r", "token_expiry_date": "2020-01-01T00:00:00Z"]],
      api: [items(page(["id": 1])), LoopbackRoute("POST", "/token", answers: [.json("{}")])],
      usual: Outcome(succeeds: false, records: [], says: ["access_token"], hides: [#""CONTROL""#], requests: ["/items": 0])),
    DifferenceCase(
      id: .quirk(.evaluatesTextBodies), name: "JSON as text", manifest: posting(["request_body_data": #"{"a": "b"}"#]),
      api: [posted], usual: Outcome(bodies: [#"{"a": "b"}"#]), compat: Outcome(bodies: ["a=b"])),
    DifferenceCase(
      id: .quirk(.evaluatesTextBodies), name: "a number",
      manifest: posting(["request_body": ["type": "RequestBodyPlainText", "value": "{{ config['n'] }}"]]), config: ["n": 5],
      api: [posted], usual: Outcome(bodies: ["5"]), compat: Outcome(bodies: [""])),
    DifferenceCase(
      id: .quirk(.sendsOnlyMappingsAsJSON), name: "a list", manifest: posting(["request_body_json": "{{ [1, 2] }}"]),
      api: [posted], usual: Outcome(bodies: ["[1, 2]"]), compat: Outcome(bodies: [""])),
    DifferenceCase(
      id: .quirk(.sendsOnlyMappingsAsJSON), name: "a list beside a member of an authenticator",
      manifest: posting(["request_body_json": "{{ [1, 2] }}", "authenticator": keyInBody]), api: [posted],
      usual: .failure("JSON", records: []), compat: Outcome(bodies: [#"{"key": "k"}"#])),
    DifferenceCase(
      id: .quirk(.sendsOnlyMappingsAsJSON), name: "nothing beside a member of an authenticator",
      manifest: posting(["request_body_json": "{{ none }}", "authenticator": keyInBody]), api: [posted],
      usual: Outcome(bodies: [#"{"key": "k"}"#])),
    DifferenceCase(
      id: .quirk(.sendsOnlyMappingsAsJSON), name: "an object without members is none in both modes",
      manifest: posting(["request_body_json": ["a": "{{ config['none'] }}"]]), api: [posted], usual: Outcome(bodies: [""])),
    DifferenceCase(
      id: .quirk(.sendsOnlyMappingsAsJSON), name: "an empty text is no body",
      manifest: posting(["request_body_json": "{{ config['none'] }}"]),
      api: [posted], usual: Outcome(bodies: [""]), compat: .failure(records: [])),
    DifferenceCase(
      id: .fixed(.optionNamesLackParameters), name: "the option of a list router",
      manifest: Make.connector(
        Make.stream(
          ["$parameters": ["name_of_option": "region"]],
          retriever: [
            "partition_router": [
              "type": "ListPartitionRouter", "values": ["a"], "cursor_field": "r",
              "request_option": [
                "type": "RequestOption", "inject_into": "request_parameter", "field_name": "{{ parameters.name_of_option }}",
              ],
            ]
          ])),
      api: [items(page(["id": 1]))], usual: Outcome(queries: ["region=a"])),
    DifferenceCase(
      id: .quirk(.headerLineBreaksAreInternalErrors), name: "a token that was copied with one",
      manifest: signing(["type": "BearerAuthenticator", "api_token": "{{ config['token'] }}"]), config: ["token": "t-1\nt-2"],
      api: [items(page(["id": 1]))],
      usual: Outcome(succeeds: false, says: ["\"Authorization\""], hides: ["system_error"], requests: ["/items": 0]),
      compat: Outcome(succeeds: false, shows: ["system_error"], requests: ["/items": 0])),
    DifferenceCase(
      id: .fixed(.readsOnePageOfStreamedBodies), name: "JSON lines",
      manifest: Make.connector(
        Make.stream(
          retriever: [
            "decoder": ["type": "JsonlDecoder"], "paginator": Make.paginator(["type": "PageIncrement", "page_size": 1]),
          ], selector: ["extractor": ["type": "DpathExtractor", "field_path": []]])),
      api: [items(.text("{\"id\": 1}\n", status: 200), .text("", status: 200))], usual: .records(["id": 1])),
    DifferenceCase(
      id: .fixed(.rereadsSharedParents), name: "three streams", manifest: Make.family, streams: ["items", "kids", "grandkids"],
      api: [
        items(page(["id": 1])), LoopbackRoute("GET", "/kids", answers: [page(["id": 2])]),
        LoopbackRoute("GET", "/grandkids", answers: [page(["id": 3])]),
      ], usual: Outcome(status: "COMPLETE", requests: ["/items": 1, "/kids": 1, "/grandkids": 1])),
    DifferenceCase(
      id: .fixed(.refusesUnusualHeaders), name: "both",
      manifest: Make.connector(Make.stream(requester: ["request_headers": ["X-Name": " łódź"]])),
      api: [items(page(["id": 1]))], usual: .records(["id": 1])),
    DifferenceCase(
      id: .fixed(.refusesUnusualHeaders), name: "digits in a token request",
      manifest: signing([
        "type": "OAuthAuthenticator", "token_refresh_endpoint": "{{ config['base'] }}/token", "client_id": "c", "client_secret": "s",
        "refresh_token": "r", "refresh_request_headers": ["X-App": "{{ config['app'] }}"],
      ]), config: ["app": "12345"],
      api: [
        LoopbackRoute("POST", "/token", where: { $0.headers["x-app"] == "12345" }, answers: [.json(#"{"access_token": "t-1"}"#)]),
        items(page(["id": 1])),
      ], usual: .records(["id": 1])),
    DifferenceCase(
      id: .quirk(.refusesNumericTokenTexts), name: "a number in the config",
      manifest: signing(["type": "JwtAuthenticator", "secret_key": "{{ config['key'] }}", "algorithm": "HS256"]), config: ["key": 12345],
      api: [items(page(["id": 1]))], usual: .records(["id": 1]), compat: .failure(records: [])),
    DifferenceCase(
      id: .quirk(.refusesNumericTokenTexts), name: "the number of an app as issuer",
      manifest: signing([
        "type": "JwtAuthenticator", "secret_key": "k", "algorithm": "HS256", "jwt_payload": ["iss": "{{ config['app'] }}"],
        "jwt_headers": ["kid": "{{ config['app'] }}"],
      ]), config: ["app": "12345"], api: [items(page(["id": 1]))], usual: .records(["id": 1]), compat: .failure(records: [])),
    DifferenceCase(
      id: .quirk(.refusesCalendarSessions), name: "one month",
      manifest: signing([
        "type": "SessionTokenAuthenticator", "expiration_duration": "P1M", "session_token_path": ["token"],
        "login_requester": .object(Make.requester("/login")), "request_authentication": ["type": "Bearer"],
      ]),
      api: [LoopbackRoute("GET", "/login", answers: [.json(#"{"token": "t-1"}"#)]), items(page(["id": 1]))],
      usual: .records(["id": 1]), compat: .failure(records: [])),
    DifferenceCase(
      id: .quirk(.validatesSessionsPerRequest), name: "a page and its successor",
      manifest: Make.connector(
        Make.stream(
          retriever: ["paginator": Make.paginator(["type": "PageIncrement", "page_size": 1])],
          requester: [
            "authenticator": [
              "type": "LegacySessionTokenAuthenticator", "header": "X-Session", "session_token": "given",
              "login_url": "/login", "validate_session_url": "/validate", "session_token_response_key": "id",
            ],
            "url": "{{ config['base'] }}", "path": "/items",
          ])),
      api: [
        LoopbackRoute("GET", "/validate", answers: [.json("{}")]), items(page(), query: ["page": "1"]), items(page(["id": 1])),
      ],
      usual: Outcome(records: [["id": 1]], status: "COMPLETE", requests: ["/validate": 1, "/items": 2]),
      compat: Outcome(records: [["id": 1]], status: "COMPLETE", requests: ["/validate": 4, "/items": 2])),
    DifferenceCase(
      id: .quirk(.refusesLowConcurrency), name: "none at all", manifest: concurrent(0), api: [items(page(["id": 1]))],
      usual: .records(["id": 1]), compat: .refusal()),
    DifferenceCase(
      id: .quirk(.refusesLowConcurrency), name: "a specification", verb: "spec",
      manifest: concurrent("{{ config['workers'] }}"), usual: Outcome(), compat: Outcome(succeeds: false)),
    waiting("1e300", "1e+300"), waiting("999999999", "999999999"),
    leadingNowhere("a redirect without an address", .status(302)), leadingNowhere("a choice", .status(300)),
    leadingNowhere("nothing that was modified", .status(304)),
    DifferenceCase(
      id: .quirk(.acceptsDeadRedirects), name: "not an HTTP address", manifest: Make.connector(Make.stream()),
      api: [items(.status(302, headers: ["Location": "file:///etc/passwd"]))],
      usual: .failure("HTTP status 302", "file:///etc/passwd", records: [])),
    DifferenceCase(
      id: .quirk(.acceptsDeadRedirects), name: "a filter allows it",
      manifest: Make.connector(
        Make.stream(requester: [
          "error_handler": ["type": "DefaultErrorHandler", "response_filters": [["http_codes": [304], "action": "IGNORE"]]]
        ])), api: [items(.status(304))], usual: .records()),
    DifferenceCase(
      id: .fixed(.ignoresUnaskedParts), name: "a page", manifest: Make.connector(Make.stream()), api: [items(part)],
      usual: Outcome(records: [["id": 1]], status: "COMPLETE", shows: ["HTTP status 206"])),
    DifferenceCase(
      id: .fixed(.chargesRedirectHops), name: "a hop that the budget never allows",
      manifest: Make.connector(
        Make.stream(),
        more: [
          "api_budget": [
            "type": "HTTPAPIBudget",
            "policies": [
              [
                "type": "FixedWindowCallRatePolicy", "period": "PT1H", "call_limit": 1,
                "matchers": [["url_path_pattern": "^/moved", "weight": 2]],
              ]
            ],
          ]
        ]),
      api: [
        items(.status(302, headers: ["Location": "/moved"])), LoopbackRoute("GET", "/moved", answers: [page(["id": 1])]),
      ], usual: .records(["id": 1])),
    DifferenceCase(
      id: .fixed(.cannotWriteYAMLValues), name: "a set in a record",
      manifest: Make.connector(
        Make.stream([
          "transformations": [["type": "AddFields", "fields": [["type": "AddedFieldDefinition", "path": ["v"], "value": "{1, 2}"]]]]
        ])), api: [items(page(["id": 1]))], usual: .records(["id": 1, "v": "{1, 2}"])),
    DifferenceCase(
      id: .fixed(.cannotWriteYAMLValues), name: "bytes in a body",
      manifest: posting(["request_body_json": ["a": "{{ 'x'.encode() }}"]]), api: [posted], usual: Outcome(bodies: [#"{"a": "b'x'"}"#])),
    DifferenceCase(
      id: .quirk(.namesEmptyKeysNone), name: "a parameter",
      manifest: asking(["": "1", "{{ config['e'] }}": "2", "a": "3"]),
      api: [items(page(["id": 1]))], usual: Outcome(queries: ["a=3"]), compat: Outcome(queries: ["None=2&a=3"])),
    DifferenceCase(
      id: .quirk(.namesEmptyKeysNone), name: "members of a body",
      manifest: posting(["request_body_json": ["": 1, "{{ config['n'] }}": ["{{ config['e'] }}": 2, "b": 3]]]), config: ["n": 5],
      api: [posted], usual: Outcome(bodies: [#"{"5": {"b": 3}}"#]), compat: Outcome(bodies: [#"{"null": 1, "5": {"null": 2, "b": 3}}"#])),
    DifferenceCase(
      id: .quirk(.addressErrorsAreInternalErrors), name: "two addresses in one", manifest: reaching("http://127.0.0.1:1http:/x"),
      usual: Outcome(succeeds: false, status: "INCOMPLETE", says: ["127.0.0.1:1http:"], hides: ["system_error"]),
      compat: Outcome(succeeds: false, status: "INCOMPLETE", says: ["127.0.0.1:1http:"], shows: ["system_error"])),
    DifferenceCase(
      id: .quirk(.addressErrorsAreInternalErrors), name: "the login of a legacy session",
      manifest: Make.connector(
        Make.stream(requester: [
          "url": "http://127.0.0.1:1",
          "authenticator": [
            "type": "LegacySessionTokenAuthenticator", "header": "X-S", "login_url": "login", "validate_session_url": "me",
            "session_token_response_key": "id", "username": "u", "password": "p",
          ],
        ])),
      usual: Outcome(succeeds: false, status: "INCOMPLETE", says: ["127.0.0.1:1login"], hides: ["system_error"]),
      compat: Outcome(succeeds: false, status: "INCOMPLETE", says: ["127.0.0.1:1login"], shows: ["system_error"])),
    DifferenceCase(
      id: .quirk(.addressErrorsAreInternalErrors), name: "another scheme is the config's fault in both modes",
      manifest: reaching("ftp://127.0.0.1:1/x"),
      usual: Outcome(succeeds: false, status: "INCOMPLETE", says: ["ftp"], hides: ["system_error"])),
  ]

  private static func asking(_ parameters: JSONObject) -> JSONValue {
    Make.connector(Make.stream(requester: ["request_parameters": .object(parameters)]))
  }

  private static func reaching(_ url: JSONValue) -> JSONValue { Make.connector(Make.stream(requester: ["url": url])) }

  private static func leadingNowhere(_ name: String, _ answer: LoopbackAnswer) -> DifferenceCase {
    DifferenceCase(
      id: .quirk(.acceptsDeadRedirects), name: name, manifest: Make.connector(Make.stream()), api: [items(answer)],
      usual: .failure("HTTP status \(answer.status)", records: []), compat: .records())
  }

  private static func waiting(_ value: String, _ shown: String) -> DifferenceCase {
    let strategy: JSONValue = [["type": "WaitTimeFromHeader", "header": "Retry-After"]]
    return DifferenceCase(
      id: .fixed(.waitsAsLongAsAsked), name: value,
      manifest: Make.connector(
        Make.stream(requester: ["error_handler": ["type": "DefaultErrorHandler", "backoff_strategies": strategy]])),
      api: [items(.status(429, headers: ["Retry-After": value]))],
      usual: .failure("wait \(shown) seconds", "more than 3600 seconds", records: []))
  }

  private static var part: LoopbackAnswer {
    var answer = page(["id": 1])
    answer.status = 206
    return answer
  }

  private static let posted = LoopbackRoute("POST", "/items", answers: [page(["id": 1])])

  private static let keyInBody: JSONValue = [
    "type": "ApiKeyAuthenticator", "api_token": "k",
    "inject_into": ["type": "RequestOption", "inject_into": "body_json", "field_name": "key"],
  ]

  private static func limited(_ name: String, _ headers: [String: String]) -> DifferenceCase {
    let policy: JSONValue = ["type": "FixedWindowCallRatePolicy", "period": "P1M", "call_limit": 100, "matchers": []]
    var answer = page(["id": 1])
    for (name, value) in headers { answer.headers[name] = value }
    return DifferenceCase(
      id: .quirk(.refusesOddBudgetHeaders), name: name,
      manifest: Make.connector(Make.stream(), more: ["api_budget": ["type": "HTTPAPIBudget", "policies": [policy]]]),
      api: [items(answer)], usual: .records(["id": 1]), compat: .failure(records: []))
  }

  private static func concurrent(_ level: JSONValue) -> JSONValue {
    Make.connector(
      Make.stream(),
      more: ["concurrency_level": ["type": "ConcurrencyLevel", "default_concurrency": level, "max_concurrency": 4]])
  }

  private static func posting(_ more: JSONObject) -> JSONValue {
    var requester: JSONObject = ["http_method": "POST"]
    for (name, value) in more { requester[name] = value }
    return Make.connector(Make.stream(requester: requester))
  }

  private static func signing(_ authenticator: JSONObject) -> JSONValue {
    Make.connector(Make.stream(requester: ["authenticator": .object(authenticator)]))
  }
}
