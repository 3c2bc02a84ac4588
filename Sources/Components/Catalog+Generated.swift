// Written by Scripts/generate-catalog. Do not edit.
public import ConnectorKit

extension Catalog {
  /// The built-in components.
  public static let standard = Catalog().adding([
    NoAuth.spec.erased,
    ConstantBackoffStrategy.spec.erased,
    ExponentialBackoffStrategy.spec.erased,
    WaitTimeFromHeader.spec.erased,
    WaitTimeFromResponse.spec.erased,
    WaitUntilTimeFromHeader.spec.erased,
    CheckStream.spec.erased,
    DynamicStreamCheckConfig.spec.erased,
    JsonDecoder.spec.erased,
    CompositeErrorHandler.spec.erased,
    DefaultErrorHandler.spec.erased,
    HttpResponseFilter.spec.erased,
    CursorPagination.spec.erased,
    DefaultPaginator.spec.erased,
    NoPagination.spec.erased,
    OffsetIncrement.spec.erased,
    PageIncrement.spec.erased,
    ListPartitionRouter.spec.erased,
    ParentStreamConfig.spec.erased,
    SubstreamPartitionRouter.spec.erased,
    RecordFilter.spec.erased,
    RecordSelector.spec.erased,
    RequestBodyGraphQL.spec.erased,
    RequestBodyJsonObject.spec.erased,
    RequestBodyPlainText.spec.erased,
    RequestBodyUrlEncodedForm.spec.erased,
    RequestOption.spec.erased,
    RequestPath.spec.erased,
    HttpRequester.spec.erased,
    SimpleRetriever.spec.erased,
    ConcurrencyLevel.spec.erased,
    InlineSchemaLoader.spec.erased,
    Spec.spec.erased,
    DeclarativeSource.spec.erased,
    DeclarativeStream.spec.erased,
  ])
}
