/// Numbers as Python spells them.
public enum PythonNumber {
  /// What `repr` gives for a float: `1.0`, `1e-05`, `1e+16`, `inf`, `nan`.
  public static func repr(_ value: Double) -> String {
    var buffer = JSONBuffer()
    FloatWriter.write(value, .python, to: &buffer)
    return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
  }
}
