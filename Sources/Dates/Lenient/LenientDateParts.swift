/// The two or three numbers of a date in the order they were written, and which is year, month or day as far as known.
struct LenientDateParts {
  enum Label { case year, month, day }

  struct Failure: Error {}

  private(set) var values: [Int] = []
  private var labels: [Int: Label] = [:]
  /// Whether a year was written with its century.
  private(set) var hasCentury = false

  var count: Int { values.count }

  /// A number written with more than two digits can only be a year.
  mutating func append(digits: String, _ label: Label? = nil) throws(Failure) {
    guard let value = Int(digits), value >= 0 else { throw Failure() }
    try append(value, isYear: digits.utf8.count > 2, label)
  }

  mutating func append(_ value: Int, _ label: Label? = nil) throws(Failure) { try append(value, isYear: value > 100, label) }

  private mutating func append(_ value: Int, isYear: Bool, _ label: Label?) throws(Failure) {
    var label = label
    if isYear {
      hasCentury = true
      guard label == nil || label == .year else { throw Failure() }
      label = .year
    }
    values.append(value)
    guard let label else { return }
    guard place(of: label) == nil else { throw Failure() }
    labels[values.count - 1] = label
  }

  private func place(of label: Label) -> Int? { labels.first { $0.value == label }?.key }

  func couldBeDay(_ value: Int) -> Bool {
    guard let month = place(of: .month) else { return (1...31).contains(value) }
    let year = place(of: .year).map { values[$0] } ?? 2000
    return (1...CivilCalendar.daysInMonth(year, values[month])).contains(value)
  }

  /// Which number is what: by label where there is one, else a number above 31 is the year, and months go before days
  /// unless the first number is above 12.
  func resolved() throws(Failure) -> (year: Int?, month: Int?, day: Int?) {
    if !values.isEmpty, labels.count == values.count || (values.count == 3 && labels.count == 2) { return labelled() }
    let month = place(of: .month)
    switch values.count {
    case 0: return (nil, nil, nil)
    case 1 where month != nil: return (nil, values[0], nil)
    case 1: return values[0] > 31 ? (values[0], nil, nil) : (nil, nil, values[0])
    case 2:
      if let month {
        let other = values[1 - month]
        return other > 31 ? (other, values[month], nil) : (nil, values[month], other)
      }
      if values[0] > 31 { return (values[0], values[1], nil) }
      return values[1] > 31 ? (values[1], values[0], nil) : (nil, values[0], values[1])
    case 3: return three(month: month)
    default: throw Failure()
    }
  }

  private func labelled() -> (year: Int?, month: Int?, day: Int?) {
    var labels = labels
    if values.count == 3, labels.count == 2, let missing = [Label.year, .month, .day].first(where: { place(of: $0) == nil }),
      let open = (0..<3).first(where: { labels[$0] == nil })
    {
      labels[open] = missing
    }
    func value(_ label: Label) -> Int? { labels.first { $0.value == label }.map { values[$0.key] } }
    return (value(.year), value(.month), value(.day))
  }

  private func three(month: Int?) -> (year: Int?, month: Int?, day: Int?) {
    let (first, second, third) = (values[0], values[1], values[2])
    switch month {
    case 0: return second > 31 ? (second, first, third) : (third, first, second)
    case 1: return first > 31 ? (first, second, third) : (third, second, first)
    case 2: return second > 31 ? (second, third, first) : (first, third, second)
    default:
      if first > 31 || labels[0] == .year { return (first, second, third) }
      return first > 12 ? (third, second, first) : (third, first, second)
    }
  }
}
