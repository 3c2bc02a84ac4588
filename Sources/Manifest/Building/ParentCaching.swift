internal import Document

/// Marks the requests of streams that others read as cacheable, so that a parent is fetched once in a run.
///
/// Requesters that say `use_cache: false` stay as they are.
enum ParentCaching {
  static func mark(_ root: Node) -> Node {
    guard var manifest = root.mapping else { return root }
    let templates = manifest["dynamic_streams"]?.sequence ?? []
    var parents: Set<String> = []
    for template in templates.compactMap({ $0["stream_template"] }) { collectParents(of: template, into: &parents) }
    if let streams = manifest["streams"]?.sequence {
      manifest["streams"] = Node(.sequence(mark(streams: streams, parents)), at: manifest["streams"]?.location)
    }
    if !templates.isEmpty {
      manifest["dynamic_streams"] = Node(.sequence(templates.map(markResolver)), at: manifest["dynamic_streams"]?.location)
    }
    return Node(.mapping(manifest), at: root.location)
  }

  /// The same for streams that were made from templates.
  static func mark(streams: [Node]) -> [Node] { mark(streams: streams, []) }

  private static func mark(streams: [Node], _ known: Set<String>) -> [Node] {
    var parents = known
    for stream in streams { collectParents(of: stream, into: &parents) }
    return parents.isEmpty ? streams : streams.map { mark($0, parents) }
  }

  /// What streams are made from is asked for once, too.
  private static func markResolver(_ dynamic: Node) -> Node {
    guard var mapping = dynamic.mapping, var resolver = mapping["components_resolver"]?.mapping,
      var retriever = resolver["retriever"]?.mapping, var requester = retriever["requester"]?.mapping
    else { return dynamic }
    requester["use_cache"] = Node(.bool(true), at: dynamic.location)
    retriever["requester"] = Node(.mapping(requester), at: retriever["requester"]?.location)
    resolver["retriever"] = Node(.mapping(retriever), at: resolver["retriever"]?.location)
    mapping["components_resolver"] = Node(.mapping(resolver), at: mapping["components_resolver"]?.location)
    return Node(.mapping(mapping), at: dynamic.location)
  }

  private static func collectParents(of stream: Node, into parents: inout Set<String>) {
    for inner in nestedStreams(stream) { collectParents(of: inner, into: &parents) }
    for router in routers(stream["retriever"]?["partition_router"]) {
      for config in router["parent_stream_configs"]?.sequence ?? [] {
        guard let parent = config["stream"] else { continue }
        if let name = parent["name"]?.string { parents.insert(name) }
        collectParents(of: parent, into: &parents)
      }
    }
  }

  /// The streams that a stream of streams holds.
  private static func nestedStreams(_ stream: Node) -> [Node] {
    [stream["full_refresh_stream"], stream["incremental_stream"]].compactMap { $0 } + (stream["streams"]?.sequence ?? [])
  }

  private static func routers(_ node: Node?) -> [Node] {
    guard let node else { return [] }
    if let list = node.sequence { return list.flatMap { routers($0) } }
    return [node] + routers(node["partition_routers"]) + routers(node["underlying_partition_router"])
  }

  private static func mark(_ stream: Node, _ parents: Set<String>) -> Node {
    guard var mapping = stream.mapping else { return stream }
    for key in ["full_refresh_stream", "incremental_stream"] {
      if let inner = mapping[key] { mapping[key] = mark(inner, parents.union(name(stream))) }
    }
    if let inner = mapping["streams"]?.sequence {
      mapping["streams"] = Node(.sequence(inner.map { mark($0, parents) }), at: mapping["streams"]?.location)
    }
    if var retriever = mapping["retriever"]?.mapping {
      if let router = retriever["partition_router"] { retriever["partition_router"] = markParents(router, parents) }
      if let own = name(stream).first, parents.contains(own), let requester = retriever["requester"] {
        retriever["requester"] = cached(requester)
      }
      mapping["retriever"] = Node(.mapping(retriever), at: mapping["retriever"]?.location)
    }
    return Node(.mapping(mapping), at: stream.location)
  }

  private static func name(_ stream: Node) -> [String] { stream["name"]?.string.map { [$0] } ?? [] }

  private static func markParents(_ router: Node, _ parents: Set<String>) -> Node {
    if let list = router.sequence { return Node(.sequence(list.map { markParents($0, parents) }), at: router.location) }
    guard var mapping = router.mapping else { return router }
    for key in ["partition_routers", "underlying_partition_router"] {
      if let inner = mapping[key] { mapping[key] = markParents(inner, parents) }
    }
    if let configs = mapping["parent_stream_configs"]?.sequence {
      let marked = configs.map { config -> Node in
        guard var fields = config.mapping, let stream = fields["stream"] else { return config }
        fields["stream"] = mark(stream, parents.union(name(stream)))
        return Node(.mapping(fields), at: config.location)
      }
      mapping["parent_stream_configs"] = Node(.sequence(marked), at: mapping["parent_stream_configs"]?.location)
    }
    return Node(.mapping(mapping), at: router.location)
  }

  private static func cached(_ requester: Node) -> Node {
    guard var mapping = requester.mapping, mapping["use_cache"]?.bool != false || mapping["use_cache"] == nil else { return requester }
    mapping["use_cache"] = Node(.bool(true), at: requester.location)
    return Node(.mapping(mapping), at: requester.location)
  }
}
