internal import ConnectorKit

/// Reads one page and no more: a paginator without a strategy.
enum NoPagination {
  static let spec = ComponentSpec<DefaultPaginator>(
    "NoPagination", "Reads one page and no more.",
    examples: ["type: NoPagination"],
    make: { .onePage })
}
