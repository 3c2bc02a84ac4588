public import JSON
public import Document
internal import Synchronization

/// Takes the problems of all components of a manifest that is built to be checked.
public final class DiagnosticSink: Sendable {
  /// Whether the config is made up, so that what another config might mend is no problem.
  public let hasSampleConfig: Bool
  private let reported = Mutex<[Diagnostic]>([])

  public init(hasSampleConfig: Bool) { self.hasSampleConfig = hasSampleConfig }

  /// What was reported, components before those that hold them.
  public var diagnostics: [Diagnostic] { reported.withLock { $0 } }

  fileprivate func report(_ diagnostic: Diagnostic) { reported.withLock { $0.append(diagnostic) } }
}

/// Ends the building of a component whose problem is in the sink already.
struct ReportedProblem: Error {}

/// The way to the value that is being read from a manifest that is checked, and whether the config was needed for it.
final class BuildTrace: Sendable {
  let sink: DiagnosticSink
  let path: NodePath
  /// What holds the value; nil for a component, which stands for itself.
  private let outer: BuildTrace?
  private let usesConfig = Atomic(false)

  init(_ sink: DiagnosticSink, path: NodePath = NodePath(), in outer: BuildTrace? = nil) {
    self.sink = sink
    self.path = path
    self.outer = outer
  }

  /// The trace of a member of the value.
  func step(_ step: NodePath.Step) -> BuildTrace { BuildTrace(sink, path: path.appending(step), in: self) }

  /// The trace of the component that the value is.
  var component: BuildTrace { BuildTrace(sink, path: path) }

  /// Notes that the value depends on the config.
  func noteConfig() {
    usesConfig.store(true, ordering: .relaxed)
    outer?.noteConfig()
  }

  /// Reports what went wrong with a node, unless that was done further inside or another config might mend it.
  func report(_ error: any Error, in node: Node) -> ReportedProblem {
    if let reported = error as? ReportedProblem { return reported }
    if sink.hasSampleConfig, usesConfig.load(ordering: .relaxed) { return ReportedProblem() }
    var problem =
      error as? Diagnostic ?? Diagnostic(code: .buildFailed, SyncError(wrapping: error).message, at: node.location)
    if problem.path == nil {
      let inner = problem.location.flatMap { node.path(to: $0) } ?? NodePath()
      problem.path = NodePath(path.steps + inner.steps)
    }
    sink.report(problem)
    return ReportedProblem()
  }
}

extension BuildContext {
  /// The same context for building a manifest to check it: a component that cannot be built does not keep the others from being built,
  /// and all problems go to the sink, with their paths.
  public func checking(into sink: DiagnosticSink) -> BuildContext {
    var context = self
    context.trace = BuildTrace(sink)
    return context
  }

  /// Whether a manifest is checked without the user's config, so that what depends on the config is built in all its forms.
  public var checksWithoutConfig: Bool { trace?.sink.hasSampleConfig ?? false }

  /// The config, for a component that reads settings itself and not by templates.
  public var settings: JSONObject {
    trace?.noteConfig()
    return config
  }

  /// The context of a member of the value that is being read.
  public func at(_ step: NodePath.Step) -> BuildContext {
    guard let trace else { return self }
    var context = self
    context.trace = trace.step(step)
    return context
  }

  /// Builds the components of a list.
  ///
  /// - Throws: as ``build(_:as:types:defaultType:)`` for the first that cannot be built.
  public func build<Slot>(
    list nodes: [Node], as slot: Slot.Type, types: [String] = [], defaultType: String? = nil
  ) throws -> [Slot] {
    guard trace != nil else { return try nodes.map { try build($0, as: slot, types: types, defaultType: defaultType) } }
    // Each says what is wrong with it before the first failure ends the list.
    let results = nodes.enumerated().map { place, node in
      Result { try at(.element(place)).build(node, as: slot, types: types, defaultType: defaultType) }
    }
    return try results.map { try $0.get() }
  }
}
