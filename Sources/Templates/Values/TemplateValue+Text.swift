import Dates

extension TemplateValue {
  /// The value as `str()` shows it; this is what a template puts out.
  public func pythonText() throws(TemplateError) -> String {
    switch self {
    case .string(let text), .markup(let text): return text
    case .undefined: return ""
    case .datetime(let datetime): return datetime.description
    case .date(let date): return date.description
    case .timedelta(let delta): return delta.description
    case .duration(let duration): return duration.description
    case .object(let object): return try object.pythonText()
    default:
      var text = ""
      var writer = ReprWriter()
      try writer.write(self, to: &text)
      return text
    }
  }

  /// The value as `repr()` shows it; this is how it looks inside lists and dictionaries.
  public func pythonRepr() throws(TemplateError) -> String {
    var text = ""
    var writer = ReprWriter()
    try writer.write(self, to: &text)
    return text
  }
}
