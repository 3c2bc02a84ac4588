import Dates

extension TemplateValue {
  /// The value as `str()` shows it; this is what a template puts out.
  ///
  /// - Parameter runtime: pays for the text.
  /// - Throws: a limit error for values whose text is too long, that are nested too deeply or that take too long.
  public func pythonText(_ runtime: TemplateRuntime? = nil) throws(TemplateError) -> String {
    switch self {
    case .string(let text), .markup(let text): return text
    case .undefined: return ""
    case .datetime(let datetime): return datetime.description
    case .date(let date): return date.description
    case .timedelta(let delta): return delta.description
    case .duration(let duration): return duration.description
    case .integer(let number): return String(number)
    case .object(let object):
      if object.shownValue == nil { return try object.pythonText() }
      var text = ""
      var writer = ReprWriter(runtime)
      try writer.writeObject(object, to: &text)
      return text
    default:
      var text = ""
      var writer = ReprWriter(runtime)
      try writer.write(self, to: &text)
      return text
    }
  }

  /// The value as `repr()` shows it; this is how it looks inside lists and dictionaries.
  ///
  /// - Parameter runtime: pays for the text.
  public func pythonRepr(_ runtime: TemplateRuntime? = nil) throws(TemplateError) -> String {
    var text = ""
    var writer = ReprWriter(runtime)
    try writer.write(self, to: &text)
    return text
  }
}
