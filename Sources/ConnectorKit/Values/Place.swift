internal import JSON

/// Where in a stream something went wrong, as messages say it.
package enum Place {
  package static func text(_ slice: StreamSlice?, page: Int?) -> String {
    (slice?.place ?? "") + (page.map { " on page \($0)" } ?? "")
  }
}

extension StreamSlice {
  /// ` in slice {...}`, or nothing for the slice of a stream that is not divided.
  package var place: String { isEmpty ? "" : " in slice \(JSONText.compact(.object(merged)))" }
}

extension RequestScope {
  /// The slice and the page, ready to be put behind a statement.
  package var place: String { Place.text(slice, page: pageNumber) }
}

extension RecordScope {
  /// The slice and the page, ready to be put behind a statement.
  package var place: String { Place.text(slice, page: pageNumber) }
}
