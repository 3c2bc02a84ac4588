/// Filters that compare elements. Case does not matter unless `case_sensitive` is true.
enum OrderFilters {
  static let all: [String: TemplateFunction] = [
    "sort": sort, "dictsort": sortDict, "min": minimum, "max": maximum, "unique": unique, "groupby": group,
  ]

  private static let sorting = TemplateSignature("value", "reverse=", "case_sensitive=", "attribute=")
  @Sendable private static func sort(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, sorting)
    let ignoresCase = !arguments.flag(2)
    let paths = AttributePath.several(arguments[3])
    let runtime = call.runtime
    let elements = try arguments[0].elements(runtime)
    let sorted = try sorted(elements, reverse: arguments.flag(1), runtime) { (element) throws(TemplateError) -> TemplateValue in
      var keys: [TemplateValue] = []
      for path in paths {
        let key = try path.value(in: element, runtime)
        keys.append(ignoresCase ? key.ignoringCase : key)
      }
      // As one list they compare like lists: equal keys are skipped, not compared.
      return .list(keys)
    }
    return .list(sorted)
  }

  private static let dictSorting = TemplateSignature("value", "case_sensitive=", "by=", "reverse=")
  @Sendable private static func sortDict(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, dictSorting)
    let by = arguments.given(2, or: .string("key"))
    guard let side = by.textValue.flatMap({ ["key": 0, "value": 1][$0] }) else {
      throw TemplateError(.filterArgument, "You can only sort by either \"key\" or \"value\"")
    }
    let ignoresCase = !arguments.flag(1)
    let pairs = try arguments[0].mappingItems().map { [$0.0, $0.1] }
    let sorted = try sorted(pairs, reverse: arguments.flag(3), call.runtime) { (pair) throws(TemplateError) in
      ignoresCase ? pair[side].ignoringCase : pair[side]
    }
    return .list(sorted.map { .tuple($0) })
  }

  /// The elements by their keys; equal ones keep their order, also when it is reversed.
  private static func sorted<Element>(
    _ elements: [Element], reverse: Bool, _ runtime: TemplateRuntime,
    key: (Element) throws(TemplateError) -> TemplateValue
  ) throws(TemplateError) -> [Element] {
    try runtime.charge(elements.count * 4)
    var keyed: [(key: TemplateValue, element: Element)] = []
    for element in elements { keyed.append((try key(element), element)) }
    let sorted = try StableSort.sorted(keyed) { (left, right) throws(TemplateError) in
      try reverse ? right.key.compares(.less, left.key, runtime) : left.key.compares(.less, right.key, runtime)
    }
    return sorted.map(\.element)
  }

  private static let choosing = TemplateSignature("value", "case_sensitive=", "attribute=")
  @Sendable private static func minimum(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try extreme(call, .less)
  }

  @Sendable private static func maximum(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try extreme(call, .greater)
  }

  private static func extreme(_ call: TemplateCall, _ comparison: TemplateValue.Comparison) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, choosing)
    let ignoresCase = !arguments.flag(1)
    let path = AttributePath(arguments[2])
    func key(_ element: TemplateValue) throws(TemplateError) -> TemplateValue {
      let key = try path.value(in: element, call.runtime)
      return ignoresCase ? key.ignoringCase : key
    }
    let source = try arguments[0].iterator(call.runtime)
    guard var best = try source.next() else { return SequenceFilters.undefined("No aggregated item, sequence was empty.") }
    var bestKey = try key(best)
    while let element = try source.next() {
      try call.runtime.charge()
      let elementKey = try key(element)
      if try elementKey.compares(comparison, bestKey, call.runtime) { (best, bestKey) = (element, elementKey) }
    }
    return best
  }

  @Sendable private static func unique(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, choosing)
    let ignoresCase = !arguments.flag(1)
    let path = AttributePath(arguments[2])
    let runtime = call.runtime
    return TemplateGenerator.lazy { () throws(TemplateError) in
      let source = try arguments[0].iterator(runtime)
      let seen = TemplateSet()
      return { () throws(TemplateError) in
        while let element = try source.next() {
          try runtime.charge()
          let key = try path.value(in: element, runtime)
          try runtime.charge(readingOne: key)
          if try seen.insert(ignoresCase ? key.ignoringCase : key) { return element }
        }
        return nil
      }
    }
  }

  private static let grouping = TemplateSignature("value", "attribute", "default=", "case_sensitive=")
  /// Pairs of an attribute's value and the elements that have it, in the order of the values.
  @Sendable private static func group(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, grouping)
    let ignoresCase = !arguments.flag(3)
    let path = AttributePath(arguments[1])
    let runtime = call.runtime
    func plainKey(_ element: TemplateValue) throws(TemplateError) -> TemplateValue {
      try path.value(in: element, runtime, fallback: arguments[2])
    }
    func key(_ element: TemplateValue) throws(TemplateError) -> TemplateValue {
      let key = try plainKey(element)
      return ignoresCase ? key.ignoringCase : key
    }
    let elements = try sorted(try arguments[0].elements(runtime), reverse: false, runtime) { (element) throws(TemplateError) in
      try key(element)
    }
    var groups: [(key: TemplateValue, elements: [TemplateValue])] = []
    for element in elements {
      let elementKey = try key(element)
      if let current = groups.last?.key, try current.equals(elementKey, runtime) {
        groups[groups.count - 1].elements.append(element)
      } else {
        groups.append((elementKey, [element]))
      }
    }
    var result: [TemplateValue] = []
    for group in groups {
      let shown = ignoresCase ? try plainKey(group.elements[0]) : group.key
      result.append(.tuple(TemplateTuple([shown, .list(group.elements)], names: ["grouper", "list"])))
    }
    return .list(result)
  }
}
