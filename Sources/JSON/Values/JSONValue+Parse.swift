extension JSONValue {
  /// Reads a text wholly.
  ///
  /// - Throws: ``JSONError`` saying what was expected and where.
  public static func parse(_ text: String, options: JSONOptions = .standard) throws(JSONError) -> JSONValue {
    try JSONTape(text, options: options).root.value
  }

  /// Reads a text wholly.
  ///
  /// - Throws: ``JSONError`` saying what was expected and where.
  public static func parse(_ bytes: [UInt8], options: JSONOptions = .standard) throws(JSONError) -> JSONValue {
    try JSONTape(bytes, options: options).root.value
  }

  /// Reads a text wholly.
  ///
  /// - Throws: ``JSONError`` saying what was expected and where.
  public static func parse(copying bytes: UnsafeRawBufferPointer, options: JSONOptions = .standard) throws(JSONError) -> JSONValue {
    try JSONTape(copying: bytes, options: options).root.value
  }
}

extension JSONTape {
  /// Makes a tape of a value by writing and scanning it; `NaN` and infinities become null.
  ///
  /// - Throws: ``JSONError`` when the value is nested deeper than the options allow, or needs more than 4 GiB.
  public convenience init(value: JSONValue, options: JSONOptions = .standard) throws(JSONError) {
    var writer = JSONWriter()
    writer.write(value)
    try self.init(writer.finish(), options: options)
  }
}
