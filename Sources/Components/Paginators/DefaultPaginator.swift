internal import ConnectorKit
internal import Document
internal import JSON

extension DefaultPaginator {
  static let spec = ComponentSpec<DefaultPaginator>(
    "DefaultPaginator", "Walks from page to page by a strategy.",
    fields: Field<any PaginationStrategy>.slot(
      "pagination_strategy", .paginationStrategy,
      doc: "Finds the token of the next page."),
    Field<RequestOption>.component(
      "page_size_option", ["RequestOption"], defaultType: "RequestOption",
      doc: "Where the page size goes in the request; needs a strategy with a `page_size`."
    ).optional,
    Field<any PageTokenOption>.component(
      "page_token_option", ["RequestOption", "RequestPath"],
      doc: "Where the token goes in the request: a parameter, header or field, or the address itself."
    )
    .optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: DefaultPaginator
      pagination_strategy:
        type: CursorPagination
        cursor_value: "{{ response.get('next_cursor') }}"
      page_token_option:
        type: RequestOption
        inject_into: request_parameter
        field_name: cursor
      """,
      """
      type: DefaultPaginator
      pagination_strategy:
        type: OffsetIncrement
        page_size: 100
      page_size_option: {type: RequestOption, inject_into: request_parameter, field_name: limit}
      page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: offset}
      """,
    ],
    make: DefaultPaginator.init)
}
