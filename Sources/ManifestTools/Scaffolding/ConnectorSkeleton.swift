/// The first files of a connector.
enum ConnectorSkeleton {
  static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check:
      type: CheckStream
      stream_names: [items]
    spec:
      type: Spec
      connection_specification:
        type: object
        required: [api_url, api_key]
        properties:
          api_url: {type: string, title: Address of the API}
          api_key: {type: string, title: API key, airbyte_secret: true}
    streams:
      - type: DeclarativeStream
        name: items
        primary_key: id
        retriever:
          type: SimpleRetriever
          requester:
            type: HttpRequester
            url: "{{ config['api_url'] }}/items"
            authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
          paginator:
            type: DefaultPaginator
            page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
            page_size_option: {type: RequestOption, inject_into: request_parameter, field_name: page_size}
            pagination_strategy: {type: PageIncrement, start_from_page: 1, page_size: 100}
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [items]}
        schema_loader:
          type: InlineSchemaLoader
          schema: {type: object, properties: {id: {type: integer}, name: {type: string}}}

    """

  static let config = """
    {"api_url": "https://api.example.com", "api_key": "put the key here"}

    """

  /// What to read: all of the stream.
  static let catalog = """
    {
      "streams": [
        {
          "stream": {"name": "items", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
          "sync_mode": "full_refresh",
          "destination_sync_mode": "overwrite"
        }
      ]
    }

    """

  static func readme(_ name: String) -> String {
    """
    # \(name)

    A connector for Headwater: `manifest.yaml` says how the API is read, `config.json` holds the settings, `catalog.json` names the
    streams to read.

    ```sh
    headwater validate manifest.yaml
    headwater check --manifest-path manifest.yaml --config config.json
    headwater discover --manifest-path manifest.yaml --config config.json
    headwater read --manifest-path manifest.yaml --config config.json --catalog catalog.json
    ```

    What the manifest language cannot say is written in Swift, in `components.swift` beside the manifest:

    ```sh
    headwater new component MyExtractor --slot RecordExtractor
    headwater trust .
    ```

    """
  }
}
