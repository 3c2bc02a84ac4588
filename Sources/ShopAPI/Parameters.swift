internal import Foundation

/// The parameters of a query or of a form.
struct Parameters {
  private let values: [String: String]

  init(_ text: String) {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { half in
        half.replacing("+", with: " ").removingPercentEncoding ?? String(half)
      }
      values[halves[0]] = halves.count > 1 ? halves[1] : ""
    }
    self.values = values
  }

  subscript(name: String) -> String? { values[name] }

  func number(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws(ShopError) -> Int {
    guard let text = values[name] else { return fallback }
    guard let number = Int(text), range.contains(number) else {
      throw ShopError(400, "invalid_\(name)", "\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The position that an opaque cursor stands for; 0 without one.
  func cursor(_ name: String) throws(ShopError) -> Int {
    guard let text = values[name], !text.isEmpty else { return 0 }
    guard let data = Data(base64Encoded: text), let place = Int(String(decoding: data, as: UTF8.self).dropFirst(2)), place >= 0 else {
      throw ShopError(400, "invalid_cursor", "the cursor was not made here")
    }
    return place
  }

  static func cursorText(_ place: Int) -> String { Data("o:\(place)".utf8).base64EncodedString() }
}
