import Dates
import Testing

/// What the manual says of date formats is true.
@Suite struct DateFormatGuideTests {
  static let time = Result { () throws in try DatetimeFormat("%Y-%m-%dT%H:%M:%S.%f%z").parse(DateFormatGuide.example) }

  @Test(
    "Each directive in the guide writes the example given for it",
    arguments: (DateFormatGuide.directives + DateFormatGuide.counters).indices)
  func exampleIsWhatIsWritten(_ place: Int) throws {
    let entry = (DateFormatGuide.directives + DateFormatGuide.counters)[place]
    #expect(DatetimeFormat(entry.directive).format(try Self.time.get()) == entry.example, "\(entry.directive)")
  }

  /// Beside a whole date, so that the piece alone need not make one.
  @Test(
    "A directive parses its example exactly if the guide marks it readable, except %G and %V", arguments: DateFormatGuide.directives.indices
  )
  func readableOnesAreRead(_ place: Int) throws {
    let entry = DateFormatGuide.directives[place]
    let format = DatetimeFormat("\(entry.directive)")
    let isRead = (try? format.parse(entry.example)) != nil
    // A week or its year say nothing without the rest.
    let needsMore: Set<String> = ["%G", "%V"]
    #expect(isRead == (entry.isReadable && !needsMore.contains(entry.directive)), "\(entry.directive)")
  }

  @Test("Each epoch counter in the guide parses its example to the same second") func countersAreRead() throws {
    for entry in DateFormatGuide.counters {
      let time = try DatetimeFormat(entry.directive).parse(entry.example)
      #expect(time.microsecondsSinceEpoch / 1_000_000 == (try Self.time.get()).microsecondsSinceEpoch / 1_000_000, "\(entry.directive)")
    }
  }
}
