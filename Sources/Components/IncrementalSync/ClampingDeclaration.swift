internal import ConnectorKit
internal import Document
internal import Templates

/// The period that windows are moved to, as a manifest declares it.
struct ClampingDeclaration: Sendable {
  let target: TemplateText
  let weekday: String?
  let location: SourceLocation?

  static let weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]

  func resolved(_ scope: TemplateScope) throws -> DatetimeClamping {
    let name = try target.string(scope)
    switch name {
    case "DAY": return .day
    case "MONTH": return .month
    case "WEEK":
      guard let weekday else {
        throw Diagnostic(
          code: .clampingWeekday, "clamping to weeks needs the day they begin on", at: location,
          fix: "add `target_details: {weekday: MONDAY}`")
      }
      guard let day = Self.weekdays.firstIndex(of: weekday) else {
        throw Diagnostic(
          code: .clampingWeekday, "`\(weekday)` is not a day of the week", at: location,
          fix: "use one of: \(Self.weekdays.joined(separator: ", "))")
      }
      return .week(firstDay: day)
    default:
      throw Diagnostic(
        code: .clampingTarget, "windows cannot be clamped to `\(name)`", at: target.location ?? location,
        fix: "use one of: DAY, WEEK, MONTH")
    }
  }
}

extension Field where Value == ClampingDeclaration {
  static var clamping: Field<ClampingDeclaration> {
    .custom(
      "clamping",
      as: .record(
        FieldInfo(name: "target", type: .string, doc: "The period: DAY, WEEK or MONTH.", variables: [.config, .parameters]),
        .optional("target_details", .object, doc: "For weeks, the day they begin on.")),
      doc: "Moves windows to whole periods: `target` is DAY, WEEK or MONTH; weeks begin on `target_details.weekday`."
    ) { node, context in
      guard let target = node.mapping?["target"] else {
        throw Diagnostic(code: .missingField, "`clamping` needs the field `target`", at: node.location, fix: "use DAY, WEEK or MONTH")
      }
      return ClampingDeclaration(
        target: TemplateText(target.templateText, context, at: target.location),
        weekday: node.mapping?["target_details"]?.mapping?["weekday"]?.string, location: node.location)
    }
  }
}
