/// Attributes with a leading underscore that Python's values really have: templates cannot use them.
enum PrivateNames {
  private static let common: Set<String> = [
    "__class__", "__delattr__", "__dir__", "__doc__", "__eq__", "__format__", "__ge__", "__getattribute__", "__getstate__",
    "__gt__", "__hash__", "__init__", "__init_subclass__", "__le__", "__lt__", "__ne__", "__new__", "__reduce__",
    "__reduce_ex__", "__repr__", "__setattr__", "__sizeof__", "__str__", "__subclasshook__",
  ]
  private static let containers: Set<String> = [
    "__len__", "__iter__", "__contains__", "__getitem__", "__add__", "__mul__", "__rmul__", "__setitem__", "__delitem__",
    "__reversed__", "__or__", "__ior__", "__ror__", "__iadd__", "__imul__", "__class_getitem__", "__mod__", "__rmod__",
    "__getnewargs__",
  ]
  private static let functions: Set<String> = [
    "__globals__", "__code__", "__closure__", "__defaults__", "__dict__", "__name__", "__qualname__", "__module__", "__call__",
    "__self__", "__func__", "__wrapped__", "__annotations__", "__kwdefaults__", "__get__", "__builtins__", "__mro__",
    "__bases__", "__base__", "__subclasses__",
  ]
  private static let numbers: Set<String> = [
    "__abs__", "__add__", "__and__", "__bool__", "__ceil__", "__divmod__", "__float__", "__floor__", "__floordiv__",
    "__index__", "__int__", "__invert__", "__mod__", "__mul__", "__neg__", "__pos__", "__pow__", "__round__", "__sub__",
    "__truediv__", "__trunc__", "__radd__", "__rsub__", "__rmul__",
  ]

  static func exist(_ name: String, on value: TemplateValue) -> Bool {
    if common.contains(name) { return true }
    switch value {
    case .string, .markup, .bytes, .list, .tuple, .dict, .set, .view: return containers.contains(name)
    case .bool, .integer, .bigInteger, .double, .complex: return numbers.contains(name)
    case .callable: return functions.contains(name)
    case .object(let object): return object.privateNames.contains(name) || functions.contains(name)
    case .generator: return name == "__iter__" || name == "__next__"
    default: return false
    }
  }
}
