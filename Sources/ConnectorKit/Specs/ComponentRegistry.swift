internal import Synchronization

/// Where a library of components that was loaded into the process says what it has.
///
/// The entry point that `headwater` compiles together with components.swift is the only one who needs it.
public final class ComponentRegistry: Sendable {
  private let specs = Mutex<[AnyComponentSpec]>([])

  public init() {}

  public func add(_ spec: AnyComponentSpec) { specs.withLock { $0.append(spec) } }

  /// What was added, in its order.
  public var components: [AnyComponentSpec] { specs.withLock { $0 } }
}
