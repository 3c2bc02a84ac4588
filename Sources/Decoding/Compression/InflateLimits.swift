/// Guards against archives that are small on the wire and huge in memory or on disk.
package struct InflateLimits: Sendable, Hashable {
  /// The most bytes that may come out. Default 64 GiB.
  package var maximumBytes: Int
  /// The most bytes that may come out for one that went in; real data stays below 1030, the most that deflate can do,
  /// and below 100 in practice. Default 1000.
  package var maximumRatio: Int
  /// The ratio is only looked at once this many bytes came out. Default 16 MiB.
  package var ratioAppliesFrom: Int

  package init(maximumBytes: Int = 64 << 30, maximumRatio: Int = 1000, ratioAppliesFrom: Int = 16 << 20) {
    self.maximumBytes = maximumBytes
    self.maximumRatio = maximumRatio
    self.ratioAppliesFrom = ratioAppliesFrom
  }

  func check(input: Int, output: Int, format: String) throws(FormatError) {
    if output > maximumBytes {
      throw FormatError(
        .limit, in: format, "it decompresses to more than \(maximumBytes) bytes", offset: input, fix: "raise the limit if the data is right"
      )
    }
    if output > ratioAppliesFrom, output / max(input, 1) > maximumRatio {
      throw FormatError(
        .limit, in: format, "\(input) bytes expand to more than \(output), over \(maximumRatio) to one", offset: input,
        fix: "raise the limit if the data is right")
    }
  }
}
