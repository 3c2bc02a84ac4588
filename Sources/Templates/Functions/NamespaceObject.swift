/// What `namespace()` gives: values that `{% set ns.name = ... %}` can change from inside loops.
final class NamespaceObject: TemplateObject {
  let typeName = "Namespace"
  private let members: TemplateDict

  init(_ members: TemplateDict) { self.members = members }

  var shownValue: (before: String, value: TemplateValue, after: String)? { ("<Namespace ", .dict(members), ">") }

  func attribute(_ name: String) throws(TemplateError) -> TemplateValue? { members.text(name) }

  func assign(_ value: TemplateValue, to name: String) -> Bool {
    members.setText(name, to: value)
    return true
  }
}

/// What `cycler()` gives: its values in turn.
final class CyclerObject: TemplateObject {
  let typeName = "Cycler"
  private var items: [TemplateValue]
  private var place = 0

  init(_ items: [TemplateValue]) { self.items = items }

  deinit { Nesting.release(&items) }

  func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "current": return items[place]
    case "pos": return .integer(place)
    case "items": return .tuple(items)
    case "next":
      return .callable(
        TemplateCallable(name: name) { [self] (call: inout TemplateCall) throws(TemplateError) -> TemplateValue in
          _ = try call.bound(TemplateSignature())
          defer { place = (place + 1) % items.count }
          return items[place]
        })
    case "reset":
      return .callable(
        TemplateCallable(name: name) { [self] (call: inout TemplateCall) throws(TemplateError) -> TemplateValue in
          _ = try call.bound(TemplateSignature())
          place = 0
          return .none
        })
    default: return nil
    }
  }
}

/// What `joiner()` gives: nothing at the first call, the separator at every further one.
final class JoinerObject: TemplateObject {
  let typeName = "Joiner"
  private var separator: TemplateValue
  private var wasUsed = false

  init(_ separator: TemplateValue) { self.separator = separator }

  deinit {
    var held = [separator]
    separator = .none
    Nesting.release(&held)
  }

  var isCallable: Bool { true }

  func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "sep": separator
    case "used": .bool(wasUsed)
    default: nil
    }
  }

  func call(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    defer { wasUsed = true }
    return wasUsed ? separator : .string("")
  }
}
