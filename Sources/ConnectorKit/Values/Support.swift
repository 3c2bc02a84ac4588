/// Whether a component can do something.
public enum Support: Sendable, Equatable {
  case supported
  /// It cannot; the reason goes on from the name of the field that asks for it.
  case unsupported(_ reason: String)
}
