public import JSON
internal import Synchronization

/// The schema of a stream's records, with what was compiled from it.
public final class StreamSchema: Sendable {
  public let object: JSONObject
  private let compiled = Mutex<[String: any Sendable]>([:])

  public init(_ object: JSONObject) { self.object = object }

  /// What is made from the schema once and used for every page.
  ///
  /// - Parameters:
  ///   - key: tells apart what different users make of the schema.
  ///   - make: makes the product from the schema.
  public func compiled<Product: Sendable>(_ key: String, _ make: (JSONObject) throws -> Product) throws -> Product {
    if let product = compiled.withLock({ $0[key] }) as? Product { return product }
    let product = try make(object)
    compiled.withLock { $0[key] = product }
    return product
  }
}
