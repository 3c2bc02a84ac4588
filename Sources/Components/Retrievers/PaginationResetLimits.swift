internal import ConnectorKit

/// When pagination starts over without having been asked to.
struct PaginationResetLimits: Sendable {
  static let spec = ComponentSpec<PaginationResetLimits>(
    "PaginationResetLimits", "Says after how many records pagination starts over.", since: "7.3",
    fields: Field<Int>.integer("number_of_records", doc: "The records that the API gives before pagination has to start over.").optional,
    examples: [
      """
      type: PaginationResetLimits
      number_of_records: 10000
      """
    ],
    make: PaginationResetLimits.init)

  let records: Int?
}
