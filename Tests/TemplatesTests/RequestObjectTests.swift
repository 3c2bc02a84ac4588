import JSON
import Testing
import Templates

@Suite struct RequestObjectTests {
  private static let form: JSONObject = ["Content-Type": "application/x-www-form-urlencoded"]

  @Test(
    arguments: [
      ("{{ request }}", "<PreparedRequest [POST]>"), ("{{ request.method }}", "POST"), ("{{ request['method'] }}", "POST"),
      ("{{ request.url }}", "https://api.example.com/jobs?a=b"), ("{{ request.path_url }}", "/jobs?a=b"),
      ("{{ request.headers['x-a'] }}", "x"), ("{{ request.body }}", "b'{}'"), ("{{ request.other }}", "none"),
    ] as [(String, JSONValue)])
  func isWhatWasSent(_ template: String, _ expected: JSONValue) throws {
    let headers: JSONObject = ["X-A": "x", "Content-Type": "application/json"]
    let request = RequestObject(method: "POST", url: "https://api.example.com/jobs?a=b", headers: headers, body: Array("{}".utf8))
    #expect(try value(template, request) == expected)
  }

  @Test(
    arguments: [(Self.form, "a=1", "a=1"), (Self.form, "", ""), (["Content-Type": "text/plain"], "a=1", "a=1"), ([:], "{}", "{}")]
      as [(JSONObject, String, String)])
  func formsAndTextsAreText(_ headers: JSONObject, _ body: String, _ expected: String) throws {
    let request = RequestObject(method: "POST", url: "https://api.example.com", headers: headers, body: Array(body.utf8))
    #expect(try value("{{ 'body: ' ~ request.body }}", request) == .string("body: " + expected))
  }

  @Test(arguments: [
    ("https://api.example.com", "/"), ("https://api.example.com?a=b", "/?a=b"), ("https://api.example.com/a#b", "/a"),
  ])
  func pathsStartBehindTheHost(_ url: String, _ path: String) throws {
    let request = RequestObject(method: "GET", url: url, headers: [:], body: nil)
    #expect(try value("{{ request.path_url }}", request) == .string(path))
    #expect(try value("{{ request.body is none }}", request) == "True")
  }

  private func value(_ template: String, _ request: RequestObject) throws -> JSONValue? {
    let text = InterpolatedString(template, fallback: "none", environment: InterpolationVectors.environment)
    return try text.evaluate(DictionaryContext(["request": .object(request)]), as: .string).json
  }
}
