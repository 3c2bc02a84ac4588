import Components
import ConnectorKit
import Testing
import Manifest

/// The types that the reference, version 7.39.1, fills in by place.
@Suite struct DefaultTypeTests {
  static let reference: [String: String] = [
    "AddFields.fields": "AddedFieldDefinition",
    "CompositeErrorHandler.error_handlers": "DefaultErrorHandler",
    "ConfigComponentsResolver.components_mapping": "ComponentMappingDefinition",
    "ConfigComponentsResolver.stream_config": "StreamConfig",
    "CursorPagination.decoder": "JsonDecoder",
    "CustomPartitionRouter.parent_stream_configs": "ParentStreamConfig",
    "DatetimeBasedCursor.end_datetime": "MinMaxDatetime",
    "DatetimeBasedCursor.end_time_option": "RequestOption",
    "DatetimeBasedCursor.start_datetime": "MinMaxDatetime",
    "DatetimeBasedCursor.start_time_option": "RequestOption",
    "DeclarativeSource.check": "CheckStream",
    "DeclarativeSource.spec": "Spec",
    "DeclarativeSource.streams": "DeclarativeStream",
    "DeclarativeStream.retriever": "SimpleRetriever",
    "DeclarativeStream.schema_loader": "JsonFileSchemaLoader",
    "DefaultErrorHandler.response_filters": "HttpResponseFilter",
    "DefaultPaginator.decoder": "JsonDecoder",
    "DefaultPaginator.page_size_option": "RequestOption",
    "DpathExtractor.decoder": "JsonDecoder",
    "DpathExtractor.record_expander": "RecordExpander",
    "DynamicDeclarativeStream.components_resolver": "ConfigComponentResolver",
    "DynamicDeclarativeStream.stream_template": "DeclarativeStream",
    "DynamicSchemaLoader.retriever": "SimpleRetriever",
    "HttpComponentsResolver.components_mapping": "ComponentMappingDefinition",
    "HttpComponentsResolver.retriever": "SimpleRetriever",
    "HttpRequester.error_handler": "DefaultErrorHandler",
    "ListPartitionRouter.request_option": "RequestOption",
    "ParentStreamConfig.request_option": "RequestOption",
    "ParentStreamConfig.stream": "DeclarativeStream",
    "RecordExpander.parent_fields": "ParentFieldPath",
    "RecordSelector.extractor": "DpathExtractor",
    "RecordSelector.record_filter": "RecordFilter",
    "SchemaTypeIdentifier.types_map": "TypesMap",
    "SimpleRetriever.paginator": "NoPagination",
    "SimpleRetriever.record_selector": "RecordSelector",
    "SimpleRetriever.requester": "HttpRequester",
    "SubstreamPartitionRouter.parent_stream_configs": "ParentStreamConfig",
  ]

  @Test("Types are filled in at the same places as by the reference, and at no others") func placesAreTheSame() {
    for (place, type) in Self.reference {
      let steps = place.split(separator: ".").map(String.init)
      #expect(DefaultTypes.standard(steps[0], steps[1]) == type, "\(place)")
    }
    let declared = Catalog.standard.all.flatMap { spec in
      spec.fields.filter { DefaultTypes.standard(spec.type, $0.name) != nil }.map { "\(spec.type).\($0.name)" }
    }
    #expect(declared.filter { Self.reference[$0] == nil } == [])
  }

  @Test(
    "A type that means nothing may be left out or be any, and others have to be right",
    arguments: [
      ("type: MovingWindowCallRatePolicy\nrates: [{limit: 1, interval: PT1S}]\nmatchers: []", true),
      ("type: MovingWindowCallRatePolicy\nrates: [{type: HttpRequester, limit: 1, interval: PT1S}]\nmatchers: []", true),
      ("type: ApiKeyAuthenticator\napi_token: x\ninject_into: {inject_into: header, field_name: x}", false),
      ("type: ApiKeyAuthenticator\napi_token: x\ninject_into: {type: RequestPath}", false),
      ("type: ApiKeyAuthenticator\napi_token: x\ninject_into: {type: Misspelled, inject_into: header, field_name: x}", false),
    ]) func singlePlaces(_ declaration: String, _ isBuilt: Bool) throws
  {
    let node = try yaml(declaration)
    let component = try? ExampleTests.context.build(node, as: Any.self)
    #expect((component != nil) == isBuilt)
  }
}
