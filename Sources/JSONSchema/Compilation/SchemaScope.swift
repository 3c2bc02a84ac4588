import JSON

/// The schema and keyword being compiled: reads the keyword's value and says where it is wrong.
struct SchemaScope {
  let place: SchemaPlace
  /// The address that references here are relative to.
  let base: String
  let dialect: SchemaDialect
  var keyword = ""

  init(place: SchemaPlace, base: String, dialect: SchemaDialect) {
    self.place = place
    self.base = base
    self.dialect = dialect
  }

  var schema: JSONObject { place.value.objectValue ?? JSONObject() }

  func at(_ keyword: String) -> SchemaScope {
    var other = self
    other.keyword = keyword
    return other
  }

  func error(_ message: String) -> JSONSchemaError {
    JSONSchemaError(path: place.path.appending(key: keyword), message: message)
  }

  /// The check of a keyword that needs no other schema; nil for all other keywords.
  func valueCheck(
    _ value: JSONValue, formats: JSONSchemaOptions.Formats
  ) throws(JSONSchemaError) -> SchemaRule.Check? {
    switch keyword {
    case "type": return .types(try types(value))
    case "enum":
      guard case .array(let allowed) = value else { throw error("must be a list") }
      return .anyValue(of: allowed)
    case "const": return dialect == .draft4 ? nil : .exactly(value)
    case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum": return try boundCheck(value)
    case "multipleOf":
      let step = try number(value)
      guard ExactNumber.compare(step, 0) == 1 else { throw error("must be more than 0") }
      return .multiple(of: step)
    case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties": return .count(try countLimit(value))
    case "pattern": return .pattern(try pattern(try text(value)), hint: schema["pattern_descriptor"]?.stringValue)
    case "format":
      let name = try text(value)
      guard formats == .checked, let format = SchemaFormat(rawValue: name) else { return nil }
      return .format(format, name: name)
    case "uniqueItems": return value == .bool(true) ? .uniqueItems : nil
    case "required": return .required(try texts(value))
    case "dependentRequired" where dialect == .draft202012:
      var all: [SchemaRule.Dependency] = []
      for (name, fields) in try members(value) { all.append(.fields(of: name, try texts(fields))) }
      return .dependencies(all)
    default: return nil
    }
  }

  private func boundCheck(_ value: JSONValue) throws(JSONSchemaError) -> SchemaRule.Check? {
    let isMinimum = keyword.hasSuffix("inimum")
    if dialect == .draft4 {
      guard !keyword.hasPrefix("exclusive") else { return nil }
      let isExclusive = schema[isMinimum ? "exclusiveMinimum" : "exclusiveMaximum"] == .bool(true)
      return .bound(isMinimum ? (isExclusive ? .moreThan : .atLeast) : (isExclusive ? .lessThan : .atMost), try number(value))
    }
    let isExclusive = keyword.hasPrefix("exclusive")
    return .bound(isMinimum ? (isExclusive ? .moreThan : .atLeast) : (isExclusive ? .lessThan : .atMost), try number(value))
  }

  private func countLimit(_ value: JSONValue) throws(JSONSchemaError) -> CountLimit {
    let unit: CountLimit.Unit = keyword.hasSuffix("Length") ? .characters : keyword.hasSuffix("Items") ? .items : .fields
    return CountLimit(unit: unit, isMinimum: keyword.hasPrefix("min"), limit: try count(value))
  }

  func types(_ value: JSONValue) throws(JSONSchemaError) -> [SchemaType] {
    let names: [String]
    if case .string(let name) = value { names = [name] } else { names = try texts(value) }
    var all: [SchemaType] = []
    for name in names {
      guard let type = SchemaType(rawValue: name) else { throw error("names the unknown type `\(name)`") }
      all.append(type)
    }
    return all
  }

  func text(_ value: JSONValue) throws(JSONSchemaError) -> String {
    guard case .string(let text) = value else { throw error("must be text") }
    return text
  }

  func texts(_ value: JSONValue) throws(JSONSchemaError) -> [String] {
    guard case .array(let elements) = value else { throw error("must be a list of names") }
    var all: [String] = []
    for element in elements { all.append(try text(element)) }
    return all
  }

  func members(_ value: JSONValue) throws(JSONSchemaError) -> JSONObject {
    guard case .object(let members) = value else { throw error("must be an object") }
    return members
  }

  func number(_ value: JSONValue) throws(JSONSchemaError) -> JSONValue {
    guard SchemaType.number.admits(value) else { throw error("must be a number") }
    return value
  }

  /// A whole number of things; one beyond what fits is as good as no limit.
  func count(_ value: JSONValue) throws(JSONSchemaError) -> Int {
    guard SchemaType.integer.admits(value), let number = value.doubleValue, number >= 0 else {
      throw error("must be an integer of 0 or more")
    }
    return value.integerValue ?? (number < 0x1p62 ? Int(number) : Int.max)
  }

  func pattern(_ source: String) throws(JSONSchemaError) -> SchemaPattern {
    do { return try SchemaPattern(source) } catch {
      throw self.error("has a pattern that does not parse (`\(source)`): \(error.message)")
    }
  }
}
