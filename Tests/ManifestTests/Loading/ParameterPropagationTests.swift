import Document
import Testing

@testable import Manifest

@Suite struct ParameterPropagationTests {
  static let table: [(String, String)] = [
    // Types by place.
    (
      "{type: DeclarativeSource, streams: [{retriever: {requester: {}}}]}",
      "{type: 'DeclarativeSource', streams: [{retriever: {requester: {type: 'HttpRequester'}, type: 'SimpleRetriever'}, type: 'DeclarativeStream'}]}"
    ),
    (
      "{type: SimpleRetriever, partition_router: {class_name: x.Y}}",
      "{type: 'SimpleRetriever', partition_router: {class_name: 'x.Y', type: 'CustomPartitionRouter'}}"
    ),
    ("{type: SimpleRetriever, requester: {class_name: x.Y}}", "{type: 'SimpleRetriever', requester: {class_name: 'x.Y'}}"),
    // Parameters reach components, not plain mappings; a component's own win.
    (
      "{type: A, b: {type: B}, c: {d: 1}, $parameters: {p: 1}}",
      "{type: 'A', b: {type: 'B', p: 1, $parameters: {p: 1}}, c: {d: 1}, p: 1, $parameters: {p: 1}}"
    ),
    (
      "{type: A, b: {type: B, $parameters: {p: 2, q: 3}}, $parameters: {p: 1}}",
      "{type: 'A', b: {type: 'B', p: 2, q: 3, $parameters: {p: 2, q: 3}}, p: 1, $parameters: {p: 1}}"
    ),
    // Fields win over parameters unless they are empty.
    (
      "{type: A, p: own, q: '', r: 0, $parameters: {p: 1, q: 2, r: 3}}",
      "{type: 'A', p: 'own', q: 2, r: 3, $parameters: {p: 1, q: 2, r: 3}}"
    ),
    // A parameter does not reach into the field of its own name, and goes last when it comes back.
    (
      "{type: A, p: {type: B}, $parameters: {p: 1, q: 2}}",
      "{type: 'A', p: {type: 'B', q: 2, $parameters: {q: 2}}, q: 2, $parameters: {q: 2, p: 1}}"
    ),
    ("{type: A, p: {type: B}, $parameters: {p: ''}}", "{type: 'A', p: {type: 'B'}}"),
    // Lists of components, and parameters that are lists of components.
    (
      "{type: A, l: [{type: B}, 1, [{type: C}]], $parameters: {p: 1}}",
      "{type: 'A', l: [{type: 'B', p: 1, $parameters: {p: 1}}, 1, [{type: 'C'}]], p: 1, $parameters: {p: 1}}"
    ),
    (
      "{type: A, $parameters: {l: [{type: B}], p: 1}}",
      "{type: 'A', l: [{type: 'B', p: 1, $parameters: {p: 1}}], p: 1, $parameters: {p: 1, l: [{type: 'B', p: 1, $parameters: {p: 1}}]}}"
    ),
    // Schemas lose their own parameters and keep the rest as it is; so do mappings without a type.
    (
      "{type: A, s: {type: object, x: {type: B}, $parameters: {q: 1}}, $parameters: {p: 1}}",
      "{type: 'A', s: {type: 'object', x: {type: 'B'}}, p: 1, $parameters: {p: 1}}"
    ),
    (
      "{type: A, s: {type: [string, 'null'], x: {type: B}}, $parameters: {p: 1}}",
      "{type: 'A', s: {type: ['string', 'null'], x: {type: 'B'}}, p: 1, $parameters: {p: 1}}"
    ),
    (
      "{type: A, m: {x: {type: B}, y: [{type: C}], $parameters: {q: 2}}, $parameters: {p: 1}}",
      "{type: 'A', m: {x: {type: 'B', p: 1, q: 2, $parameters: {p: 1, q: 2}}, y: [{type: 'C'}]}, p: 1, $parameters: {p: 1}}"
    ),
  ]

  @Test(arguments: table) func isPropagated(_ text: String, _ expected: String) throws {
    #expect(spelling(try ParameterPropagation.propagate(try yaml(text))) == expected)
  }

  @Test func outerParametersWinOnRequest() throws {
    let node = try yaml("{type: A, $parameters: {p: own, q: 2}}")
    let outer = try yaml("{p: outer}").mapping!
    let result = try ParameterPropagation.propagate(node, parameters: outer, outerWins: true)
    #expect(spelling(result) == "{type: 'A', p: 'outer', q: 2, $parameters: {p: 'outer', q: 2}}")
  }

  @Test func defaultTypesComeFromTheCaller() throws {
    let result = try ParameterPropagation.propagate(try yaml("{type: A, b: {c: {}}}")) { "\($0)\($1)" }
    #expect(spelling(result) == "{type: 'A', b: {c: {type: 'Abc'}, type: 'Ab'}}")
  }

  @Test func parametersThatMultiplyStop() throws {
    let parameters = (0..<12).map { "p\($0): {type: B}" }.joined(separator: ", ")
    let node = try yaml("type: A\n$parameters: {\(parameters)}")
    let error = try #require(throws: Diagnostic.self) { try ParameterPropagation.propagate(node, limit: 1000) }
    #expect(error.code == .manifestLimit)
  }

  @Test("Parameters that very many components inherit are given to each, or refused with the limit")
  func manyParametersStayLinear() throws {
    let parameters = (0..<1000).map { "p\($0): \($0)" }.joined(separator: ", ")
    func manifest(_ count: Int) throws -> Node {
      try yaml("type: A\n$parameters: {\(parameters)}\nl:\n" + String(repeating: "- {type: B, m: {type: C}}\n", count: count))
    }
    let result = try ParameterPropagation.propagate(try manifest(50))
    #expect(result["l"]?.sequence?.last?["m"]?["$parameters"]?["p999"]?.integer == 999)
    #expect(result["l"]?.sequence?.last?["m"]?["p0"]?.integer == 0)
    let error = try #require(throws: Diagnostic.self) { try ParameterPropagation.propagate(try manifest(1001)) }
    #expect(error.code == .manifestLimit && error.message.contains("2000000") && error.location != nil && error.fix != nil)
  }

  @Test("Parameters at every level of deep components stay linear")
  func deepParametersStayLinear() throws {
    let depth = 120
    let open = (0..<depth).map { "{type: B, $parameters: {q\($0): 1}, m: " }.joined()
    let result = try ParameterPropagation.propagate(try yaml(open + "{type: C}" + String(repeating: "}", count: depth)))
    var inner = result
    while let next = inner["m"] { inner = next }
    #expect(inner["$parameters"]?.mapping?.count == depth)
  }

  @Test func parametersMustBeAMapping() throws {
    let node = try yaml("type: A\nb: {type: B, $parameters: 5}")
    let error = try #require(throws: Diagnostic.self) { try ParameterPropagation.propagate(node) }
    #expect(error.location?.description == "m.yaml:2:27")
  }
}
