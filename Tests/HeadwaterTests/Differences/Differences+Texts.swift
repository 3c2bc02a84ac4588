import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// Texts that look like values, and addresses of next pages.
  static let texts: [DifferenceCase] = [
    DifferenceCase(
      id: .quirk(.evaluatesTexts), name: "a parameter", manifest: sending(["request_parameters": ["a": "{{ config['key'] }}"]]),
      config: ["key": "['x', 'y']"], api: [items(page(["id": 1]))],
      usual: Outcome(queries: ["a=%5B%27x%27%2C+%27y%27%5D"]), compat: Outcome(queries: ["a=x&a=y"])),
    DifferenceCase(
      id: .quirk(.evaluatesTexts), name: "a list of the config, and one that the manifest writes out",
      manifest: sending(["request_parameters": ["a": "{{ config['list'] }}", "b": "['x', 'y']"]]), config: ["list": ["1_0", "2"]],
      api: [items(page(["id": 1]))], usual: Outcome(queries: ["a=1_0&a=2&b=x&b=y"])),
    DifferenceCase(
      id: .quirk(.evaluatesTexts), name: "a form", manifest: posting(["request_body_data": ["a": "{{ config['key'] }}", "b": "1_000"]]),
      config: ["key": "'x'"], api: [posted],
      usual: Outcome(bodies: ["a=%27x%27&b=1_000"]), compat: Outcome(bodies: ["a=x&b=1_000"])),
    DifferenceCase(
      id: .quirk(.evaluatesTexts), name: "a header", manifest: sending(["request_headers": ["X-Key": "{{ config['key'] }}"]]),
      config: ["key": "123e5"],
      api: [LoopbackRoute("GET", "/items", where: { $0.header("X-Key") == "123e5" }, answers: [page(["id": 1])])],
      usual: .records(["id": 1]), compat: .failure(records: [])),
    DifferenceCase(
      id: .quirk(.evaluatesConfigTextsInJSON), name: "a number",
      manifest: posting(["request_body_json": ["a": "{{ config['key'] }}", "b": "{{ '5' }}"]]),
      config: ["key": "007.50"], api: [posted],
      usual: Outcome(bodies: [#"{"a": "007.50", "b": 5}"#]), compat: Outcome(bodies: [#"{"a": 7.5, "b": 5}"#])),
    DifferenceCase(
      id: .quirk(.evaluatesPageTokens), name: "an exponent",
      manifest: Make.connector(
        Make.stream(retriever: ["paginator": Make.paginator(["type": "CursorPagination", "cursor_value": "{{ response.next }}"])])),
      api: [
        items(page(["id": 2]), query: ["page": "123e5"]), items(page(["id": 3]), query: ["page": "12300000.0"]),
        items(page(["id": 1], more: ["next": "123e5"])),
      ], usual: .records(["id": 1], ["id": 2]), compat: .records(["id": 1], ["id": 3])),
    DifferenceCase(
      id: .quirk(.readsPlainLinkHeadersOnly), name: "capitals and two relations",
      manifest: Make.connector(
        Make.stream(retriever: [
          "paginator": [
            "type": "DefaultPaginator", "page_token_option": ["type": "RequestPath"],
            "pagination_strategy": [
              "type": "CursorPagination", "cursor_value": "{{ headers['link']['next']['url'] }}",
              "stop_condition": "{{ 'next' not in headers['link'] }}",
            ],
          ]
        ])),
      api: [items(page(["id": 2]), query: ["page": "2"]), linking(#"</items?page=2>; REL="Next last""#)],
      usual: .records(["id": 1], ["id": 2]), compat: .records(["id": 1])),
    DifferenceCase(
      id: .quirk(.repeatsParametersOfNextPages), name: "a list",
      manifest: following(["request_parameters": ["f": "{{ ['a', 'b'] }}", "page": "1"]]),
      api: [items(page(["id": 2]), query: ["page": "2"]), items(page(["id": 1], more: ["next": "/items?page=2&f=a&f=b"]))],
      usual: Outcome(queries: ["f=a&f=b&page=1", "page=2&f=a&f=b"]),
      compat: Outcome(queries: ["f=a&f=b&page=1", "page=2&f=a&f=b&f=a&f=b&page=1"])),
    DifferenceCase(
      id: .quirk(.repeatsParametersOfNextPages), name: "a key that the API blanks out",
      manifest: following([
        "authenticator": [
          "type": "ApiKeyAuthenticator", "api_token": "k",
          "inject_into": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "key"],
        ]
      ]),
      api: [items(page(["id": 2]), query: ["page": "2"]), items(page(["id": 1], more: ["next": "/items?key=***&page=2"]))],
      usual: Outcome(queries: ["key=k", "page=2&key=k"]), compat: Outcome(queries: ["key=k", "key=***&page=2&key=k"])),
    DifferenceCase(
      id: .fixed(.refusesDamagedKeys), name: "no key", manifest: signing("{{ config['key'] }}"),
      config: ["key": "VERYSECRETKEYTEXT"], api: [items(page(["id": 1]))],
      usual: Outcome(
        succeeds: false, records: [], says: ["Cannot read the private key for RS256: not a PEM or DER key."],
        hides: ["VERYSECRET", "system_error"])),
    DifferenceCase(
      id: .fixed(.quotesLoginAnswers), name: "a token as plain text", manifest: loggingIn(),
      api: [LoopbackRoute("POST", "/login", answers: [.text("eyJhbGciOiJIUzI1NiJ9.VERYSECRET.abc", status: 200)]), items(page(["id": 1]))],
      usual: Outcome(succeeds: false, records: [], says: ["ogin"], hides: ["VERYSECRET", "eyJ"])),
    DifferenceCase(
      id: .fixed(.quotesLoginAnswers), name: "a refusal", manifest: loggingIn(),
      api: [LoopbackRoute("POST", "/login", answers: [.json(#"{"message": "VERYSECRETTOKEN1 is no more"}"#, status: 400)])],
      usual: Outcome(succeeds: false, records: [], says: ["400"], hides: ["VERYSECRET", "is no more"])),
  ]

  private static let posted = LoopbackRoute("POST", "/items", answers: [page(["id": 1])])

  private static func linking(_ link: String) -> LoopbackRoute {
    var answer = page(["id": 1])
    answer.headers["Link"] = link
    return items(answer)
  }

  private static func sending(_ requester: JSONObject) -> JSONValue { Make.connector(Make.stream(requester: requester)) }

  private static func posting(_ more: JSONObject) -> JSONValue {
    var requester: JSONObject = ["http_method": "POST"]
    for (name, value) in more { requester[name] = value }
    return sending(requester)
  }

  /// A stream whose answers name the address of the next page.
  private static func following(_ requester: JSONObject) -> JSONValue {
    let paginator: JSONValue = [
      "type": "DefaultPaginator", "page_token_option": ["type": "RequestPath"],
      "pagination_strategy": ["type": "CursorPagination", "cursor_value": "{{ response.next }}"],
    ]
    return Make.connector(Make.stream(retriever: ["paginator": paginator], requester: requester))
  }

  private static func signing(_ key: JSONValue) -> JSONValue {
    sending(["authenticator": ["type": "JwtAuthenticator", "secret_key": key, "algorithm": "RS256"]])
  }

  private static func loggingIn() -> JSONValue {
    sending([
      "authenticator": [
        "type": "SessionTokenAuthenticator", "session_token_path": ["token"], "request_authentication": ["type": "Bearer"],
        "login_requester": .object(Make.requester("/login", ["http_method": "POST"])),
      ]
    ])
  }
}
