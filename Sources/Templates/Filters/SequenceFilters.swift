/// Filters on lists and whatever else can be iterated.
enum SequenceFilters {
  static let all: [String: TemplateFunction] = [
    "first": first, "last": last, "length": length, "count": length, "list": list, "items": items, "join": join,
    "reverse": reverse, "batch": batch, "slice": slice, "sum": sum, "random": random,
  ]

  private static let one = TemplateSignature("value")

  static func undefined(_ hint: String) -> TemplateValue { .undefined(UndefinedInfo(name: "", hint: hint)) }

  @Sendable private static func first(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    switch value {
    case .list(let list): return list.elements.first ?? undefined("No first item, sequence was empty.")
    case .string(let text):
      guard let scalar = text.unicodeScalars.first else { return undefined("No first item, sequence was empty.") }
      return .string(String(scalar))
    default: return try value.iterator(call.runtime).next() ?? undefined("No first item, sequence was empty.")
    }
  }

  @Sendable private static func last(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    guard let elements = try reversible(value, call.runtime) else {
      throw TemplateError(.typeError, "'\(value.typeName)' object is not reversible")
    }
    return elements.last ?? undefined("No last item, sequence was empty.")
  }

  /// The elements of values that Python can walk backwards; nil for sets, generators and the like.
  private static func reversible(_ value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> [TemplateValue]? {
    switch value {
    case .list, .tuple, .string, .bytes, .dict, .view, .undefined: try value.elements(runtime)
    // Walking backwards goes by places, which keeps the mark; walking forwards does not.
    case .markup(let text): text.unicodeScalars.map { .markup(String($0)) }
    default: nil
    }
  }

  @Sendable private static func length(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard call.arguments.count == 1, call.keywords.isEmpty else { throw call.typeError("takes exactly one argument") }
    guard let length = call.arguments[0].length else {
      throw TemplateError(.typeError, "object of type '\(call.arguments[0].typeName)' has no len()")
    }
    return .integer(length)
  }

  @Sendable private static func list(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let elements = try FilterArguments(call, one)[0].elements(call.runtime)
    try call.runtime.charge(elements.count)
    return .list(elements)
  }

  @Sendable private static func items(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    return TemplateGenerator.lazy { () throws(TemplateError) in
      if value.isUndefined { return nil }
      guard let mapping = value.mappingValue else { throw TemplateError(.typeError, "Can only get item pairs from a mapping.") }
      let pairs = TemplateGenerator(zip(mapping.keys, mapping.values).map { .tuple([$0, $1]) })
      return { () throws(TemplateError) in try pairs.next() }
    }
  }

  private static let joining = TemplateSignature("value", "d=", "attribute=")
  @Sendable private static func join(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, joining)
    let separator = arguments.given(1, or: .string(""))
    var elements = try arguments[0].elements(call.runtime)
    try call.runtime.charge(elements.count)
    if !arguments[2].isNone {
      let path = AttributePath(arguments[2])
      for place in elements.indices { elements[place] = try path.value(in: elements[place], call.runtime) }
    }
    func isSafe(_ value: TemplateValue) -> Bool { if case .markup = value { true } else { false } }
    let escapes = call.runtime.autoescape && (isSafe(separator) || elements.contains(where: isSafe))
    let between = escapes ? try Markup.escape(separator, call.runtime) : try separator.pythonText(call.runtime)
    var text = ""
    for (place, element) in elements.enumerated() {
      if place > 0 { text += between }
      text += escapes ? try Markup.escape(element, call.runtime) : try element.pythonText(call.runtime)
      try call.runtime.checkSize(text.utf8.count)
    }
    return escapes ? .markup(text) : .string(text)
  }

  @Sendable private static func reverse(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    switch value {
    case .string(let text): return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    case .markup(let text): return .markup(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    default: break
    }
    if let elements = try reversible(value, call.runtime) {
      try call.runtime.charge(elements.count)
      let typeName: String
      switch value {
      case .list: typeName = "list_reverseiterator"
      case .dict: typeName = "dict_reversekeyiterator"
      default: typeName = "reversed"
      }
      return .generator(TemplateGenerator(typeName: typeName, elements.reversed()))
    }
    guard BuiltinTests.isIterable(value) else { throw TemplateError(.filterArgument, "argument must be iterable") }
    return .list(try value.elements(call.runtime).reversed())
  }

  private static let batching = TemplateSignature("value", "linecount", "fill_with=")
  /// Rows of so many elements, the last one filled up when there is something to fill with.
  @Sendable private static func batch(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, batching)
    let (runtime, size, fill) = (call.runtime, arguments[1], arguments[2])
    return TemplateGenerator.lazy { () throws(TemplateError) in
      let source = try arguments[0].iterator(runtime)
      var row: [TemplateValue] = []
      var isDone = false
      return { () throws(TemplateError) in
        if isDone { return nil }
        while let element = try source.next() {
          try runtime.charge()
          let full = row
          let isFull = try TemplateValue.integer(row.count).equals(size, runtime)
          if isFull { row = [] }
          row.append(element)
          if isFull { return .list(full) }
        }
        isDone = true
        if row.isEmpty { return nil }
        if !fill.isNone, try TemplateValue.integer(row.count).compares(.less, size) {
          guard let count = size.integerValue else {
            throw TemplateError(.typeError, "can't multiply sequence by non-int of type '\(size.typeName)'")
          }
          try runtime.charge(count - row.count)
          row += Array(repeating: fill, count: count - row.count)
        }
        return .list(row)
      }
    }
  }

  private static let slicing = TemplateSignature("value", "slices", "fill_with=")
  /// So many columns, the first ones longer when the elements do not divide evenly.
  @Sendable private static func slice(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, slicing)
    let (runtime, fill) = (call.runtime, arguments[2])
    let argumentError = call.typeError("expected an integer for 'slices'")
    return TemplateGenerator.lazy { () throws(TemplateError) in
      let elements = try arguments[0].elements(runtime)
      guard let count = arguments[1].integerValue else { throw argumentError }
      if count == 0 { throw TemplateError(.zeroDivision, "integer division or modulo by zero") }
      let (size, longer) = elements.count.quotientAndRemainder(dividingBy: count)
      var column = 0
      var start = 0
      return { () throws(TemplateError) in
        guard column < count else { return nil }
        try runtime.charge()
        let end = start + size + (column < longer ? 1 : 0)
        var slice = Array(elements[start..<end])
        if !fill.isNone, column >= longer { slice.append(fill) }
        start = end
        column += 1
        return .list(slice)
      }
    }
  }

  private static let summing = TemplateSignature("iterable", "attribute=", "start=")
  @Sendable private static func sum(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, summing)
    let path = AttributePath(arguments[1])
    let source = try arguments[0].iterator(call.runtime)
    var total = arguments.given(2, or: .integer(0))
    switch total {
    case .string, .markup: throw TemplateError(.typeError, "sum() can't sum strings [use ''.join(seq) instead]")
    case .bytes: throw TemplateError(.typeError, "sum() can't sum bytes [use b''.join(seq) instead]")
    default: break
    }
    while let element = try source.next() {
      try call.runtime.charge()
      total = try Arithmetic.apply(.add, total, try path.value(in: element, call.runtime), call.runtime)
    }
    return total
  }

  @Sendable private static func random(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    guard let count = value.length else { throw TemplateError(.typeError, "object of type '\(value.typeName)' has no len()") }
    if count == 0 { return undefined("No random item, sequence was empty.") }
    let place = randomPlace(below: count, call.runtime)
    switch value {
    case .list, .tuple, .string, .markup, .bytes: return try value.elements(call.runtime)[place]
    case .dict, .object:
      guard let found = try value.mappingValue?.value(.integer(place)) else { throw TemplateError(.keyError, String(place)) }
      return found
    default: throw TemplateError(.typeError, "'\(value.typeName)' object is not subscriptable")
    }
  }

  private static func randomPlace(below count: Int, _ runtime: TemplateRuntime) -> Int {
    let bits = runtime.host.randomBytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // The high word of the product is as good as evenly spread for any length a list can have.
    return Int(bits.multipliedFullWidth(by: UInt64(count)).high)
  }
}
