internal import ConnectorKit

/// How pagination starts over, for APIs that give only so many pages or whose cursors expire.
struct PaginationReset: Sendable {
  enum Action: String, CaseIterable, Sendable {
    case splitUsingCursor = "SPLIT_USING_CURSOR"
    case reset = "RESET"
  }

  static let spec = ComponentSpec<PaginationReset>(
    "PaginationReset", "Says how pagination starts over when an error handler or a limit asks for it.", since: "7.3",
    fields: Field<Action>.choice(
      "action", doc: "`RESET` reads the slice again from its first page, `SPLIT_USING_CURSOR` from the last record read."),
    Field<PaginationResetLimits>.component(
      "limits", ["PaginationResetLimits"], doc: "When to start over without being asked to."
    ).optional,
    examples: ["type: PaginationReset\naction: RESET"],
    make: PaginationReset.init)

  let action: Action
  let limits: PaginationResetLimits?
}
