package import JSON

/// The constant bytes around the records of a stream: ``prefix``, the record's own bytes, then ``writeSuffix(to:emittedAt:)``.
package struct RecordEnvelope: Sendable {
  /// Everything up to the record: `{"type":"RECORD","record":{"stream":"orders","data":`.
  package let prefix: [UInt8]
  /// What stands between the record and its time.
  private let middle: [UInt8]
  /// What stands behind the time, the line end included.
  private let tail: [UInt8]

  package init(stream: StreamDescriptor) {
    var head = JSONWriter()
    head.writeRaw(#"{"type":"RECORD","record":{"stream":"#)
    head.write(stream.name)
    head.writeRaw(#","data":"#)
    prefix = head.bytes
    middle = Array(#","emitted_at":"#.utf8)
    var end = JSONWriter()
    if let namespace = stream.namespace {
      end.writeRaw(#","namespace":"#)
      end.write(namespace)
    }
    end.writeRaw("}}\n")
    tail = end.bytes
  }

  /// Everything behind the record, with the line end.
  ///
  /// - Parameters:
  ///   - emittedAt: milliseconds since 1970.
  ///   - file: the reference to the record's file; nil when it has none.
  package func writeSuffix(to writer: inout JSONWriter, emittedAt: Int, file: JSONObject? = nil) {
    writer.writeRaw(middle)
    writer.write(emittedAt)
    if let file {
      writer.writeRaw(#","file_reference":"#)
      writer.write(file)
    }
    writer.writeRaw(tail)
  }

  /// Everything behind the record, with the line end; worth keeping while the time stays the same.
  ///
  /// - Parameter emittedAt: milliseconds since 1970.
  package func suffix(emittedAt: Int) -> [UInt8] { middle + Array(String(emittedAt).utf8) + tail }
}
