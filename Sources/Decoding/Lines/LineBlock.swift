/// Some whole lines of a text, one behind another.
public struct LineBlock {
  /// The lines with their line breaks; the very last line of a text may lack its own. Valid while the reader's call lasts.
  public let bytes: UnsafeRawBufferPointer
  /// The number of the first line, counted from 1.
  public let firstLine: Int
}
