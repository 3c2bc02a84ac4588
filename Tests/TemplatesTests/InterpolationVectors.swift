import Cryptography
import Dates
import PythonRules
import Quirks
import JSON

@testable import Templates

/// Runs golden rows of the interpolation vectors and tells how they differ from what was recorded.
struct InterpolationVectors {
  /// The environment the rows were recorded in: a frozen clock, the reference's ways.
  static let environment = TemplateEnvironment(host: host, options: TemplateOptions(quirks: .reference))

  static let host = TemplateHost(
    now: { (1_768_435_200, 0) },
    digest: { name, bytes in Digest(rawValue: name).flatMap { try? $0.hash(bytes) } },
    hmac: { name, key, bytes in Digest(rawValue: name).flatMap { try? HMAC.authenticate(bytes, key: key, digest: $0) } },
    randomBytes: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0) } })

  // MARK: Rows

  /// The differences of one row of the corpus or of the written templates.
  static func differences(of row: JSONValue) -> [String] {
    guard let template = row["template"]?.stringValue, let context = row["context"] else { return ["no template"] }
    var expected = row["alt"]?.objectValue ?? JSONObject()
    expected[row["kind"]?.stringValue ?? ""] =
      row["error_class"]?.stringValue.map { ["e": .string($0)] } ?? ["v": row["result"] ?? .null, "t": row["result_type"] ?? .null]
    expected["rendered"] = row["rendered"]
    var differences: [String] = []
    for (way, wanted) in expected {
      let found = outcome(way, template, context)
      let wanted = wholeCharacters(wanted)
      if found != wanted { differences.append("\(way): \(text(found)) instead of \(text(wanted))") }
    }
    return differences
  }

  /// The differences of a mapping evaluated whole.
  static func mappingDifferences(of row: JSONValue) -> [String] {
    guard let mapping = row["mapping"]?.objectValue else { return ["no mapping"] }
    let parameters = row["parameters"]?.objectValue
    func context() -> DictionaryContext {
      var context = Self.context(row["context"] ?? .null).context
      context.values["config"] = row["config"].map(value)
      return context
    }
    func run(_ types: AcceptedTypes) -> JSONValue {
      outcome {
        let mapping = InterpolatedMapping(mapping, parameters: parameters, environment: environment)
        return .dict(try mapping.evaluate(context(), as: types))
      }
    }
    let found: [(String, JSONValue)] = [
      ("any", run(.any)), ("str", run(.string)), ("str_or_list", run([.string, .list])),
      (
        "nested",
        outcome {
          try InterpolatedNestedMapping(.object(mapping), parameters: parameters, environment: environment).evaluate(context())
        }
      ),
    ]
    return found.compactMap { way, found in
      var found = found.objectValue ?? JSONObject()
      found["t"] = nil
      let wanted = row[way] ?? .null
      return .object(found) == wanted ? nil : "\(way): \(text(.object(found))) instead of \(text(wanted))"
    }
  }

  /// The differences of one component evaluated over several records.
  static func sequenceDifferences(of row: JSONValue) -> [String] {
    guard let template = row["template"]?.stringValue else { return ["no template"] }
    let string = InterpolatedString(template, parameters: JSONObject(), environment: environment)
    let records = row["records"]?.arrayValue ?? []
    return zip(records, row["results"]?.arrayValue ?? []).compactMap { record, wanted in
      let context = DictionaryContext(["config": .dict(TemplateDict()), "record": TemplateValue(record)])
      let found = outcome { try string.evaluate(context) }
      return found == wanted ? nil : "\(text(found)) instead of \(text(wanted))"
    }
  }

  private static func outcome(_ way: String, _ template: String, _ row: JSONValue) -> JSONValue {
    let (context, parameters) = context(row)
    return outcome {
      switch way {
      case "string": return try InterpolatedString(template, parameters: parameters, environment: environment).evaluate(context)
      case "boolean": return .bool(try InterpolatedBoolean(template, parameters: parameters, environment: environment).evaluate(context))
      case "rendered":
        let shared = SharedEnvironment(environment)
        let interpolation = Interpolation(template, parameters: parameters, fallback: .nothing, shared)
        switch try interpolation.outcome(context) {
        case .text(let text), .output(let text, _): return .string(text)
        case .value(let value): return .string(try value.pythonText())
        }
      default:
        let mapping = InterpolatedMapping(["k": .string(template)], parameters: parameters, environment: environment)
        let types: AcceptedTypes = way == "mapping_str" ? .string : way == "mapping_str_list" ? [.string, .list] : .any
        return try mapping.evaluate(context, as: types).text("k") ?? .none
      }
    }
  }

  private static func outcome(_ body: () throws -> TemplateValue) -> JSONValue {
    do {
      let value = try body()
      return ["v": encoded(value), "t": .string(value.isNone ? "null" : value.typeName)]
    } catch let error as TemplateError {
      return ["e": .string(error.kind.rawValue)]
    } catch {
      return ["e": .string("\(error)")]
    }
  }

  /// A recorded outcome with characters in place of the pairs of surrogates into which the reference breaks them.
  private static func wholeCharacters(_ json: JSONValue) -> JSONValue {
    switch json {
    case .array(let elements): return .array(elements.map(wholeCharacters))
    case .object(let object):
      if object["$py"] == "str", let codes = object["v"]?.arrayValue {
        return .string(String(decoding: codes.flatMap { units(UInt32($0.integerValue ?? 0)) }, as: UTF16.self))
      }
      return .object(JSONObject(object.map { ($0.key, wholeCharacters($0.value)) }))
    default: return json
    }
  }

  private static func units(_ code: UInt32) -> [UInt16] {
    Unicode.Scalar(code).map { Array(String($0).utf16) } ?? [UInt16(truncatingIfNeeded: code)]
  }

  static func text(_ value: JSONValue) -> String { (try? TemplateValue(value).pythonRepr()) ?? "?" }

  // MARK: Values

  private static func context(_ row: JSONValue) -> (context: DictionaryContext, parameters: JSONObject) {
    var context = DictionaryContext()
    var parameters = JSONObject()
    context.values["config"] = .dict(TemplateDict())
    for (name, given) in row.objectValue ?? JSONObject() {
      if name == "parameters" { parameters = given.objectValue ?? JSONObject() } else { context.values[name] = value(given) }
    }
    return (context, parameters)
  }

  /// A value written in the notation of the vectors.
  static func value(_ json: JSONValue) -> TemplateValue {
    switch json {
    case .array(let elements): return .list(elements.map(value))
    case .object(let object):
      guard let kind = object["$py"]?.stringValue else { return .dict(TemplateDict(texts: object.map { ($0, value($1)) })) }
      let inner = object["v"] ?? .null
      switch kind {
      case "record": return .object(RecordObject(TemplateDict(inner.objectValue ?? JSONObject()), streamName: ""))
      case "slice":
        func part(_ name: String) -> TemplateDict {
          TemplateDict(texts: (object[name]?.objectValue ?? JSONObject()).map { ($0, value($1)) })
        }
        let slice = try? StreamSliceObject(
          partition: part("partition"), cursorSlice: part("cursor_slice"), extraFields: part("extra_fields"))
        return slice.map { .object($0) } ?? .none
      case "datetime":
        let runtime = TemplateRuntime(environment: environment)
        var call = TemplateCall(name: kind, arguments: [.string(inner.stringValue ?? "")], runtime: runtime)
        return (try? environment.functions["str_to_datetime"]?(&call)) ?? .none
      case "tuple": return .tuple((inner.arrayValue ?? []).map(value))
      case "float": return .double(PythonNumberText.double(inner.stringValue ?? "") ?? 0)
      case "int": return TemplateValue(integerText: inner.stringValue ?? "") ?? .none
      case "bytes": return .bytes([])
      default: return .string("unknown kind \(kind)")
      }
    default: return TemplateValue(json)
    }
  }

  /// A value in the notation of the vectors.
  static func encoded(_ value: TemplateValue) -> JSONValue {
    func kind(_ name: String, _ value: JSONValue) -> JSONValue { ["$py": .string(name), "v": value] }
    switch value {
    case .bigInteger(let number): return kind("int", .string(number.description))
    case .double(let number) where !number.isFinite: return kind("float", .string(PythonNumber.repr(number)))
    case .bytes(let bytes): return kind("bytes", .string(Hexadecimal.encode(bytes)))
    case .list(let list): return .array(list.elements.map(encoded))
    case .tuple(let tuple): return kind("tuple", .array(tuple.elements.map(encoded)))
    case .set(let set):
      return kind("set", .array(set.elements.map(encoded).sorted { text($0) < text($1) }))
    case .ellipsis: return ["$py": "ellipsis"]
    case .complex(let real, let imaginary): return kind("complex", .array([.double(real), .double(imaginary)]))
    case .dict(let dict):
      if dict.keys.allSatisfy({ $0.textValue != nil }) {
        return .object(JSONObject(zip(dict.keys, dict.values).map { ($0.textValue ?? "", encoded($1)) }))
      }
      return kind("dict", .array(zip(dict.keys, dict.values).map { .array([encoded($0), encoded($1)]) }))
    default: return value.json ?? .string("not encodable: \(value.typeName)")
    }
  }
}
