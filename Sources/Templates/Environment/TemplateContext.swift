/// A variable of a template, known by number when it is one of the usual names.
public struct TemplateVariable: Hashable, Sendable {
  /// The usual variables. The three names of a stream's slice share one slot.
  public enum Slot: UInt8, Sendable, CaseIterable {
    case config, parameters, record, response, headers, streamSlice, nextPageToken, lastRecord, lastPageSize, lastPageTokenValue
    case pollingResponse = 16, creationResponse, downloadTarget, value, path, property, components, streamTemplate
    /// Any other name; see ``TemplateVariable/name``.
    case other = 255
  }

  public let slot: Slot
  /// The name as the template writes it.
  public let name: String

  public init(_ name: String) {
    self.name = name
    slot = Self.slots[name] ?? .other
  }

  private static let slots: [String: Slot] = [
    "config": .config, "parameters": .parameters, "record": .record, "response": .response, "headers": .headers,
    "stream_slice": .streamSlice, "stream_interval": .streamSlice, "stream_partition": .streamSlice,
    "next_page_token": .nextPageToken, "last_record": .lastRecord, "last_page_size": .lastPageSize,
    "last_page_token_value": .lastPageTokenValue, "polling_response": .pollingResponse, "creation_response": .creationResponse,
    "download_target": .downloadTarget, "value": .value, "path": .path, "property": .property, "components_values": .components,
    "stream_template_config": .streamTemplate,
  ]
}

/// Where a template finds its variables.
///
/// Implementations answer by ``TemplateVariable/slot`` for the usual names, without building dictionaries. A value is asked
/// for once in each rendering that uses it, before the rendering starts.
public protocol TemplateContext {
  /// The value of a variable; nil when it is not declared here, which is an error unlike a null.
  func value(of variable: TemplateVariable) -> TemplateValue?
}

/// A context made of a dictionary; for tests and for places where speed does not matter.
public struct DictionaryContext: TemplateContext {
  public var values: [String: TemplateValue]

  public init(_ values: [String: TemplateValue] = [:]) { self.values = values }

  public func value(of variable: TemplateVariable) -> TemplateValue? {
    if let value = values[variable.name] { return value }
    return variable.slot == .streamSlice ? values["stream_slice"] : nil
  }
}
