package import JSON

/// A message of the protocol, but for records: those are written from their bytes with a ``RecordEnvelope``.
package enum AirbyteMessage: Sendable, Hashable {
  case log(LogMessage)
  case spec(ConnectorSpecification)
  case connectionStatus(ConnectionStatus)
  case catalog([AirbyteStream])
  case state(StateMessage)
  case trace(TraceMessage)
  case control(ControlMessage)

  /// Writes the message as one line of JSON without the line end, the fields in the reference's order.
  package func write(to writer: inout JSONWriter) {
    var encoder = MessageEncoder(writer: writer)
    encoder.encode(self)
    writer = encoder.finish()
  }

  /// The message as one line of JSON without the line end.
  package var line: String {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.text
  }
}
