internal import Dates

/// The manual's page on dates and durations.
enum DatePage {
  static var text: String {
    var text = ReferenceManual.notice + introduction
    text += "\n## Formats\n\nThe examples are of \(Markdown.code(DateFormatGuide.example)).\n\n" + table(DateFormatGuide.directives)
    text += "\nLetters may be of either case where a date is read, white space of any length, and leading zeros may be missing.\n"
    text += "\nThese formats count time since 1970, in UTC. They stand alone.\n\n" + table(DateFormatGuide.counters)
    return text + "\n" + durations
  }

  private static func table(_ entries: [DateFormatGuideEntry]) -> String {
    Markdown.table(
      ["Format", "Meaning", "Example"],
      entries.map { [Markdown.code($0.directive), $0.meaning + ($0.isReadable ? "" : " Only for writing."), Markdown.code($0.example)] })
  }

  private static let introduction = """
    # Dates and durations

    Cursors and templates write and read dates by formats such as `%Y-%m-%dT%H:%M:%SZ`. A date without an offset is one of UTC.

    """

  private static let durations = """
    ## Durations

    Windows, waits and periods are ISO 8601 durations: `P` and numbers of years, months, weeks or days, then `T` and numbers of hours, minutes or
    seconds.

    | Duration | Means |
    | --- | --- |
    | `P1D` | a day |
    | `P2W` | two weeks |
    | `P1M` | a month, as long as the calendar has it |
    | `PT1H30M` | an hour and a half |
    | `PT0.001S` | a millisecond |
    | `P1DT12H` | a day and a half |

    """
}
