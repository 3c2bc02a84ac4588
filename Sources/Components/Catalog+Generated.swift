// Written by Scripts/generate-catalog. Do not edit.
public import ConnectorKit

extension Catalog {
  /// The built-in components.
  public static let standard = Catalog().adding([
    JsonDecoder.spec.erased,
    NoPagination.spec.erased,
    SimpleRetriever.spec.erased,
    ConcurrencyLevel.spec.erased,
    DeclarativeSource.spec.erased,
    DeclarativeStream.spec.erased,
  ])
}
