/// The tests of the manifest language by name: what may stand behind `is`.
enum BuiltinTests {
  static let all: [String: TemplateFunction] = comparisons.merging(properties) { $1 }.merging(identities) { $1 }

  private static let one = TemplateSignature("value")
  private static let two = TemplateSignature("value", "other")

  private static func property(
    _ holds: @escaping @Sendable (TemplateValue, TemplateRuntime) throws(TemplateError) -> Bool
  ) -> TemplateFunction {
    { (call: inout TemplateCall) throws(TemplateError) in .bool(try holds(try FilterArguments(call, one)[0], call.runtime)) }
  }

  private static func relation(
    _ signature: TemplateSignature = two,
    _ holds: @escaping @Sendable (TemplateValue, TemplateValue, TemplateRuntime) throws(TemplateError) -> Bool
  ) -> TemplateFunction {
    { (call: inout TemplateCall) throws(TemplateError) in
      let arguments = try FilterArguments(call, signature)
      return .bool(try holds(arguments[0], arguments[1], call.runtime))
    }
  }

  // MARK: Comparisons

  private static let comparisons: [String: TemplateFunction] = {
    let equal = relation { (left, right, runtime) throws(TemplateError) in try left.equals(right, runtime) }
    let different = relation { (left, right, runtime) throws(TemplateError) in try !left.equals(right, runtime) }
    func order(_ comparison: TemplateValue.Comparison) -> TemplateFunction {
      relation { (left, right, runtime) throws(TemplateError) in try left.compares(comparison, right, runtime) }
    }
    let (less, lessOrEqual, greater, greaterOrEqual) =
      (order(.less), order(.lessOrEqual), order(.greater), order(.greaterOrEqual))
    return [
      "==": equal, "eq": equal, "equalto": equal, "!=": different, "ne": different, "<": less, "lt": less, "lessthan": less,
      "<=": lessOrEqual, "le": lessOrEqual, ">": greater, "gt": greater, "greaterthan": greater, ">=": greaterOrEqual,
      "ge": greaterOrEqual,
      "in": relation(TemplateSignature("value", "seq")) { (value, container, runtime) throws(TemplateError) in
        try Containment.contains(container, value, runtime)
      },
      "divisibleby": relation(TemplateSignature("value", "num")) { (value, divisor, runtime) throws(TemplateError) in
        try Arithmetic.apply(.mod, value, divisor, runtime).equals(.integer(0))
      },
      "sameas": relation { (left, right, runtime) throws(TemplateError) in try isSame(left, right, runtime) },
    ]
  }()

  /// Numbers and texts have no identity here. Python has one object for small integers and single characters only; of all
  /// others two that come from different places are different objects.
  private static func isSame(
    _ left: TemplateValue, _ right: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> Bool {
    switch (left, right) {
    case (.undefined(let left), .undefined(let right)): left === right
    case (.list(let left), .list(let right)): left === right
    case (.tuple(let left), .tuple(let right)): left === right || left.elements.isEmpty && right.elements.isEmpty
    case (.dict(let left), .dict(let right)): left === right
    case (.set(let left), .set(let right)): left === right
    case (.view(let left), .view(let right)): left === right
    case (.generator(let left), .generator(let right)): left === right
    case (.callable(let left), .callable(let right)): left === right
    case (.object(let left), .object(let right)): left === right
    case (.integer(let left), .integer(let right)): left == right && (-5...256).contains(left)
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8) && isShared(left)
    case (.double, .double), (.bigInteger, .bigInteger), (.markup, .markup): false
    default: left.typeName == right.typeName ? try left.equals(right, runtime) : false
    }
  }

  private static func isShared(_ text: String) -> Bool {
    text.unicodeScalars.count < 2 && text.unicodeScalars.allSatisfy { $0.value < 256 }
  }

  // MARK: Properties

  private static let properties: [String: TemplateFunction] = [
    "defined": property { (value, _) throws(TemplateError) in !value.isUndefined },
    "undefined": property { (value, _) throws(TemplateError) in value.isUndefined },
    "none": property { (value, _) throws(TemplateError) in value.isNone },
    "odd": property { (value, runtime) throws(TemplateError) in
      try Arithmetic.apply(.mod, value, .integer(2), runtime).equals(.integer(1))
    },
    "even": property { (value, runtime) throws(TemplateError) in
      try Arithmetic.apply(.mod, value, .integer(2), runtime).equals(.integer(0))
    },
    "filter": property { (value, runtime) throws(TemplateError) in
      _ = try TemplateKey(value)
      return value.textValue.map { runtime.environment.filters[$0] != nil } ?? false
    },
    "test": property { (value, runtime) throws(TemplateError) in
      _ = try TemplateKey(value)
      return value.textValue.map { runtime.environment.tests[$0] != nil } ?? false
    },
    "lower": property { (value, runtime) throws(TemplateError) in
      let properties = try value.pythonText(runtime).unicodeScalars.map(\.properties)
      return properties.contains(where: \.isLowercase)
        && !properties.contains { $0.isUppercase || $0.generalCategory == .titlecaseLetter }
    },
    "upper": property { (value, runtime) throws(TemplateError) in
      let properties = try value.pythonText(runtime).unicodeScalars.map(\.properties)
      return properties.contains(where: \.isUppercase)
        && !properties.contains { $0.isLowercase || $0.generalCategory == .titlecaseLetter }
    },
    "sequence": property { (value, _) throws(TemplateError) in
      switch value {
      case .list, .tuple, .dict, .string, .markup, .bytes, .undefined: true
      case .object(let object): object.mapping != nil
      default: false
      }
    },
    "iterable": property { (value, _) throws(TemplateError) in isIterable(value) },
    "callable": property { (value, _) throws(TemplateError) in
      switch value {
      case .callable, .undefined: true
      case .object(let object): object.isCallable
      default: false
      }
    },
  ]

  /// Whether asking for the elements is no type error.
  static func isIterable(_ value: TemplateValue) -> Bool {
    switch value {
    case .list, .tuple, .dict, .set, .view, .string, .markup, .bytes, .undefined, .generator: return true
    case .object(let object):
      if object.mapping != nil { return true }
      let iterator = try? object.iterate()
      return iterator.flatMap { $0 } != nil
    default: return false
    }
  }

  // MARK: Types

  private static let identities: [String: TemplateFunction] = [
    "boolean": property { (value, _) throws(TemplateError) in if case .bool = value { true } else { false } },
    "true": property { (value, _) throws(TemplateError) in if case .bool(true) = value { true } else { false } },
    "false": property { (value, _) throws(TemplateError) in if case .bool(false) = value { true } else { false } },
    "integer": property { (value, _) throws(TemplateError) in
      switch value {
      case .integer, .bigInteger: true
      default: LongInteger.of(value) != nil
      }
    },
    "float": property { (value, _) throws(TemplateError) in if case .double = value { true } else { false } },
    "number": property { (value, _) throws(TemplateError) in
      switch value {
      case .integer, .bigInteger, .double, .bool, .complex: true
      default: LongInteger.of(value) != nil
      }
    },
    "string": property { (value, _) throws(TemplateError) in value.textValue != nil },
    "escaped": property { (value, _) throws(TemplateError) in if case .markup = value { true } else { false } },
    "mapping": property { (value, _) throws(TemplateError) in value.mappingValue != nil },
  ]
}
