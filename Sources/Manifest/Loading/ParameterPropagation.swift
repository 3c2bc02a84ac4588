package import Document

/// Gives every component its type by place and the `$parameters` of the components around it.
///
/// A component is a mapping with a `type`. Parameters of inner components win over those of outer ones. A component's field that is
/// missing or empty takes the value of the parameter of its name; the parameters are kept in its `$parameters` as well, where
/// templates find them. JSON schemas (mappings whose `type` is `object`, a list or a mapping) are left alone.
package struct ParameterPropagation {
  static let key = "$parameters"

  private typealias Entry = Node.Mapping.Entry

  /// Where a component stands: the type of the component that holds it and the field.
  package struct Place: Sendable {
    package var parentType: String
    package var field: String

    package init(parentType: String, field: String) {
      self.parentType = parentType
      self.field = field
    }

    /// The top of a manifest.
    package static let top = Place(parentType: "", field: "")
  }

  /// How many components may come of a manifest: parameters that are components multiply each other.
  static let limit = 1_000_000
  /// How many parameters all components together may inherit.
  static let inheritanceLimit = 2_000_000

  private let defaultType: DefaultTypes.Lookup
  private let outerWins: Bool
  private let limit: Int
  private var count = 0
  private var inherited = 0

  /// The component with types and parameters filled in.
  ///
  /// - Parameters:
  ///   - node: a mapping without references.
  ///   - place: where the component stands, which decides its type when it names none.
  ///   - parameters: parameters from outside.
  ///   - outerWins: whether parameters of outer components win over those of inner ones.
  ///   - defaultType: the types by place.
  /// - Throws: `wrong-type` when `$parameters` is not a mapping, `manifest-limit` when components multiply beyond all use.
  package static func propagate(
    _ node: Node, at place: Place = .top, parameters: Node.Mapping = Node.Mapping(), outerWins: Bool = false,
    defaultType: @escaping DefaultTypes.Lookup = DefaultTypes.standard
  ) throws(Diagnostic) -> Node {
    try propagate(node, at: place, parameters: parameters, outerWins: outerWins, defaultType: defaultType, limit: limit)
  }

  static func propagate(
    _ node: Node, at place: Place = .top, parameters: Node.Mapping = Node.Mapping(), outerWins: Bool = false,
    defaultType: @escaping DefaultTypes.Lookup = DefaultTypes.standard, limit: Int
  ) throws(Diagnostic) -> Node {
    var propagation = ParameterPropagation(defaultType: defaultType, outerWins: outerWins, limit: limit)
    return try propagation.propagate(node, place, parameters.entries)
  }

  private mutating func propagate(_ node: Node, _ place: Place, _ outer: [Entry]) throws(Diagnostic) -> Node {
    guard case .mapping(let mapping) = node.value else { return node }
    count += 1
    if count > limit {
      throw Diagnostic(code: .manifestLimit, "$parameters expand to more than \(limit) components", at: node.location)
    }
    var fields = mapping.entries
    if mapping["type"] == nil {
      let lookup = mapping["class_name"] == nil ? defaultType : DefaultTypes.custom
      if let type = lookup(place.parentType, place.field) { fields.append(Entry(key: Node(.string("type")), value: Node(.string(type)))) }
    }
    let parameters = try combine(outer, with: &fields)
    inherited += parameters.count
    if inherited > Self.inheritanceLimit {
      throw Diagnostic(
        code: .manifestLimit, "components inherit more than \(Self.inheritanceLimit) values from $parameters",
        at: node.location, fix: "write parameters that few components need at these components")
    }
    guard let type = fields.first(where: { $0.key.string == "type" })?.value else {
      return Node(.mapping(Node.Mapping(try nested(fields, place, parameters))), at: node.location)
    }
    if Self.isSchema(type) { return Node(.mapping(Node.Mapping(fields)), at: node.location) }
    return Node(.mapping(Node.Mapping(try component(fields, parameters))), at: node.location)
  }

  /// The parameters that hold in a component; its own are taken out of its fields.
  private func combine(_ outer: [Entry], with fields: inout [Entry]) throws(Diagnostic) -> [Entry] {
    guard let place = fields.firstIndex(where: { $0.key.string == Self.key }) else { return outer }
    let own = fields.remove(at: place).value
    guard case .mapping(let mapping) = own.value else {
      throw Diagnostic(code: .wrongType, "$parameters must be a mapping, not \(own.phrase)", at: own.location)
    }
    var combined = Node.Mapping(outerWins ? mapping.entries : outer)
    for entry in outerWins ? outer : mapping.entries { combined.set(entry) }
    return combined.entries
  }

  /// A mapping that is no component passes parameters on to the components right inside it.
  private mutating func nested(_ fields: [Entry], _ place: Place, _ parameters: [Entry]) throws(Diagnostic) -> [Entry] {
    var fields = fields
    for index in fields.indices {
      if let type = fields[index].value["type"], type.isTruthy {
        fields[index].value = try propagate(fields[index].value, place, parameters)
      }
    }
    return fields
  }

  private mutating func component(_ fields: [Entry], _ parameters: [Entry]) throws(Diagnostic) -> [Entry] {
    var fields = fields
    var parameters = InheritedParameters(parameters)
    let taken = fill(&fields, from: parameters.entries)
    // It is looked for here: a parameter may have given it.
    let typeIndex = fields.firstIndex { $0.key.string == "type" }
    for index in fields.indices {
      switch fields[index].value.value {
      case .mapping, .sequence: break
      default: continue
      }
      let name = fields[index].key.keyText
      let place = Place(parentType: typeIndex.map { fields[$0].value.keyText } ?? "", field: name)
      switch fields[index].value.value {
      case .mapping:
        let set = parameters.take(name)
        fields[index].value = try propagate(fields[index].value, place, parameters.entries)
        if let set, set.value.isTruthy { parameters.append(set) }
      case .sequence(var elements):
        var set = parameters.take(name)
        let others = parameters.entries
        for element in elements.indices where elements[element].mapping != nil {
          elements[element] = try propagate(elements[element], place, others)
        }
        fields[index].value.value = .sequence(elements)
        // A list that came from a parameter is the parameter's own list, so what becomes of it shows there too.
        if taken.contains(name) { set?.value = fields[index].value }
        if let set, set.value.isTruthy { parameters.append(set) }
      default: break
      }
    }
    let left = parameters.entries
    if !left.isEmpty { fields.append(Entry(key: Node(.string(Self.key)), value: Node(.mapping(Node.Mapping(left))))) }
    return fields
  }

  /// Gives missing and empty fields the parameters of their names, and tells which did.
  private func fill(_ fields: inout [Entry], from parameters: [Entry]) -> Set<String> {
    guard !parameters.isEmpty else { return [] }
    var taken: Set<String> = []
    var places: [String: Int] = [:]
    for (place, field) in fields.enumerated() {
      if let name = field.key.string, places[name] == nil { places[name] = place }
    }
    for parameter in parameters {
      guard let name = parameter.key.string else { continue }
      if let place = places[name] {
        if fields[place].value.isTruthy { continue }
        fields[place].value = parameter.value
      } else {
        places[name] = fields.count
        fields.append(parameter)
      }
      taken.insert(name)
    }
    return taken
  }

  private static func isSchema(_ type: Node) -> Bool {
    switch type.value {
    case .sequence, .mapping: true
    case .string(let name): name == "object"
    default: false
    }
  }
}
