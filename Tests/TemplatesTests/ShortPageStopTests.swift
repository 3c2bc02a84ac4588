import Testing
import Templates

@Suite struct ShortPageStopTests {
  /// Conditions and what they compare the last page's size with, where they would take a smaller page for the last one.
  static let rows: [(condition: String, bound: String?)] = [
    ("{{ last_page_size < 100 }}", "100"),
    ("{{ 100 > last_page_size }}", "100"),
    ("{{ last_page_size <= 1 }}", "1"),
    ("{{ last_page_size < config['page_size'] }}", "`config['page_size']`"),
    ("{{ last_page_size < config.limit }}", "`config.limit`"),
    ("{{ not response.next or last_page_size < 100 }}", "100"),
    ("{{ 0 < last_page_size < 100 }}", "100"),
    ("{{ last_page_size | int < 100 }}", "100"),
    ("{% if last_page_size < 100 %}true{% endif %}", "100"),
    ("{{ last_page_size < page_size }}", nil),
    ("{{ last_page_size < page_size | int }}", nil),
    ("{{ last_page_size < 1 }}", nil),
    ("{{ last_page_size == 0 }}", nil),
    ("{{ last_page_size == 100 }}", nil),
    ("{{ last_page_size > 100 }}", nil),
    ("{{ not (last_page_size >= 100) }}", nil),
    ("{{ last_page_size - 100 < 0 }}", nil),
    ("{{ last_page_size < 100 }} ", nil),
    ("{% if last_page_size < 100 %}true{% else %}false{% endif %}", nil),
    ("{% if last_page_size < 100 %}False{% endif %}", nil),
    ("{{ response.data | length < 100 }}", nil),
    ("{{ not response.next }}", nil),
    ("{{ last_page_size <", nil),
    ("last_page_size < 100", nil),
  ]

  @Test(arguments: rows) func findsBounds(_ row: (condition: String, bound: String?)) {
    #expect(ShortPageStop(row.condition, minimum: 1)?.bound == row.bound)
  }

  @Test func whatLiesBelowTheSmallestPageIsSafe() {
    #expect(ShortPageStop("{{ last_page_size < 10 }}", minimum: 10) == nil)
    #expect(ShortPageStop("{{ last_page_size <= 10 }}", minimum: 10)?.bound == "10")
  }
}
