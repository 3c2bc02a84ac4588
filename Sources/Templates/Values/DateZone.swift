internal import Dates

/// The zone of a date: an offset from UTC that never changes.
final class DateZone: TemplateObject {
  /// Microseconds east of UTC.
  let offset: Int

  init(offset: Int) { self.offset = offset }

  var typeName: String { "timezone" }

  func pythonText() -> String { DateZone.name(offset) }

  func isEqual(to other: TemplateValue) -> Bool {
    if case .object(let object) = other, let zone = object as? DateZone { zone.offset == offset } else { false }
  }

  private static func name(_ offset: Int) -> String {
    (try? DateTime(wallClock: 0, offset: offset).zoneName) ?? "UTC"
  }
}
