internal import ConnectorKit
internal import Dates
internal import Document
internal import JSON

/// A date with a floor and a ceiling, each of them a template.
struct MinMaxDatetime: Sendable {
  static let spec = ComponentSpec<MinMaxDatetime>(
    "MinMaxDatetime", "A date that is moved between an earliest and a latest one.",
    fields: Field<TemplateText>.template("datetime", doc: "The date, in `datetime_format`."),
    Field<String>.string("datetime_format", doc: "The format of the three dates; by default that of the cursor.").default("", shown: ""),
    Field<TemplateText>.template("min_datetime", doc: "The earliest date; an empty text means none.").optional,
    Field<TemplateText>.template("max_datetime", doc: "The latest date; an empty text means none.").optional,
    examples: ["type: MinMaxDatetime\ndatetime: \"2024-01-01\"\ndatetime_format: \"%Y-%m-%d\""],
    make: MinMaxDatetime.init)

  private let datetime: TemplateText
  private let format: DatetimeFormat?
  private let minimum: TemplateText?
  private let maximum: TemplateText?

  init(datetime: TemplateText, format: String = "", minimum: TemplateText? = nil, maximum: TemplateText? = nil) {
    self.datetime = datetime
    self.format = format.isEmpty ? nil : DatetimeFormat(format)
    self.minimum = minimum.flatMap { $0.source.isEmpty ? nil : $0 }
    self.maximum = maximum.flatMap { $0.source.isEmpty ? nil : $0 }
  }

  /// - Parameter inherited: the format where none is declared.
  /// - Throws: `DateError` when a date does not fit its format, `TemplateError` when a template fails.
  func evaluate(config: JSONObject, inherited: DatetimeFormat) throws -> DateTime {
    let format = format ?? (inherited.text.isEmpty ? DatetimeFormat("%Y-%m-%dT%H:%M:%S.%f%z") : inherited)
    let scope = TemplateScope(config: config)
    var date = try format.parse(datetime.string(scope))
    if let text = try minimum?.string(scope), !text.isEmpty {
      let floor = try format.parse(text)
      if floor > date { date = floor }
    }
    if let text = try maximum?.string(scope), !text.isEmpty {
      let ceiling = try format.parse(text)
      if ceiling < date { date = ceiling }
    }
    return date
  }
}

extension Field where Value == MinMaxDatetime {
  /// A date as a template, or with a floor and a ceiling.
  static func minMaxDatetime(_ name: String, doc: String) -> Field<MinMaxDatetime> {
    let type = FieldType.anyOf([.string, .component(["MinMaxDatetime"])])
    var field = Field.custom(name, as: type, doc: doc) { node, context in
      if node.mapping != nil {
        return try context.build(node, as: MinMaxDatetime.self, types: ["MinMaxDatetime"])
      }
      return MinMaxDatetime(datetime: TemplateText(node.templateText, context, at: node.location))
    }
    field.info.variables = [.config, .parameters]
    return field.typedByPlace("MinMaxDatetime")
  }
}
