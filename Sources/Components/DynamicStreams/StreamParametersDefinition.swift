internal import ConnectorKit
internal import Document
internal import JSON

/// Sets of values, each of which makes a stream.
struct StreamParametersDefinition: Sendable {
  static let spec = ComponentSpec<StreamParametersDefinition>(
    "StreamParametersDefinition", "Sets of values, each of which makes a stream.", since: "6.56",
    fields: Field<[JSONValue]>.custom(
      "list_of_parameters_for_stream", as: .list(.object),
      doc: "The sets, each a mapping whose members are the `components_values` of a stream."
    ) { node, _ in
      node.sequence?.map(\.json) ?? []
    },
    examples: [
      """
      type: StreamParametersDefinition
      list_of_parameters_for_stream:
        - {name: open_orders, status: open}
        - {name: closed_orders, status: closed}
      """
    ],
    make: StreamParametersDefinition.init)

  let list: [JSONValue]
}
