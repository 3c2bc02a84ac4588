/// `lipsum()`: paragraphs of meaningless text to fill a page with.
enum Lipsum {
  private static let words = """
    a ac ad aenean aliquam aliquet amet ante arcu at auctor augue bibendum blandit commodo congue consectetur consequat \
    cras curabitur cursus dapibus diam dictum dolor donec dui duis egestas eget eleifend elit enim erat eros est et etiam \
    eu facilisis fames faucibus felis fermentum fringilla fusce gravida habitant hendrerit iaculis id imperdiet in integer \
    ipsum justo lacinia lacus laoreet lectus leo libero ligula lobortis lorem luctus maecenas magna mauris mi morbi nec \
    nibh nisi nisl non nulla nunc odio orci ornare pellentesque pharetra placerat porta posuere praesent pretium purus \
    quam quis rhoncus risus rutrum sagittis sapien sed sem semper sit sodales suscipit tellus tempor tincidunt tortor \
    tristique turpis ullamcorper ultrices urna ut varius vel velit vestibulum vitae vivamus viverra volutpat
    """.split(separator: " ").map(String.init)

  @Sendable static func call(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("n=", "html=", "min=", "max="))
    func number(_ place: Int, _ standard: Int) throws(TemplateError) -> Int {
      guard let value = arguments[place] else { return standard }
      return try StringMethods.integer(value)
    }
    let count = try number(0, 5)
    let (least, most) = (try number(2, 20), try number(3, 100))
    guard least < most else { throw TemplateError(.valueError, "empty range for the number of words") }
    let runtime = call.runtime
    try runtime.charge(max(0, count) * max(1, most))
    let paragraphs = (0..<max(0, count)).map { _ in paragraph(least, most, runtime) }
    if arguments[1]?.truth() ?? true {
      return .markup(paragraphs.map { "<p>\(Markup.escape($0))</p>" }.joined(separator: "\n"))
    }
    return .string(paragraphs.joined(separator: "\n\n"))
  }

  private static func random(_ limit: Int, _ runtime: TemplateRuntime) -> Int {
    Int(runtime.host.randomBytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }) % max(1, limit)
  }

  private static func paragraph(_ least: Int, _ most: Int, _ runtime: TemplateRuntime) -> String {
    let count = least + random(most - least, runtime)
    var text = ""
    var startsSentence = true
    for place in 0..<max(0, count) {
      let word = words[random(words.count, runtime)]
      if place > 0 { text += " " }
      text += startsSentence ? PythonText.capitalized(word) : word
      startsSentence = place % 9 == 8
      if startsSentence, place < count - 1 { text += "." } else if place % 5 == 4, place < count - 1 { text += "," }
    }
    return text + "."
  }
}
