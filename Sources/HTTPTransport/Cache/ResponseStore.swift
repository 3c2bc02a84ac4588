internal import ConnectorKit

/// Answers by request, in bounded memory: the oldest bodies move to a scratch file, and what finds no room there is forgotten.
struct ResponseStore {
  private enum Body {
    case memory([UInt8])
    case file(ScratchFile.Span)
  }

  private struct Entry {
    let head: HTTPResponseHead
    var body: Body
    /// Bytes of memory besides the body.
    let cost: Int
  }

  private let memoryLimit: Int
  private let file: ScratchFile?
  private var entries: [CacheKey: Entry] = [:]
  private var inMemory = KeyQueue()
  private var inFile = KeyQueue()
  private var memory = 0

  init(memoryLimit: Int, fileLimit: Int, directory: String) {
    self.memoryLimit = memoryLimit
    file = fileLimit > 0 ? ScratchFile(directory: directory, limit: fileLimit) : nil
  }

  func response(for key: CacheKey) -> HTTPResponse? {
    guard let entry = entries[key] else { return nil }
    switch entry.body {
    case .memory(let body):
      return HTTPResponse(head: entry.head, body: body)
    case .file(let span):
      return file?.read(span).map { HTTPResponse(head: entry.head, body: $0) }
    }
  }

  mutating func insert(_ response: HTTPResponse, for key: CacheKey) {
    guard entries[key] == nil else { return }
    let headers = response.headers.reduce(response.url.utf8.count + 64) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
    let entry = Entry(head: response.head, body: .memory(response.body), cost: key.cost + headers)
    entries[key] = entry
    inMemory.append(key)
    memory += entry.cost + response.body.count
    while memory > memoryLimit, makeRoom() {}
  }

  /// Moves the oldest body out of memory, or forgets the oldest answer whose body is out already.
  private mutating func makeRoom() -> Bool {
    if let key = inMemory.popFirst() {
      guard var entry = entries[key], case .memory(let body) = entry.body else { return true }
      memory -= body.count
      if let span = file?.write(body) {
        entry.body = .file(span)
        entries[key] = entry
        inFile.append(key)
      } else {
        entries[key] = nil
        memory -= entry.cost
      }
      return true
    }
    guard let key = inFile.popFirst() else { return false }
    memory -= entries.removeValue(forKey: key)?.cost ?? 0
    return true
  }
}

/// Keys in the order in which they came.
private struct KeyQueue {
  private var keys: [CacheKey] = []
  private var start = 0

  mutating func append(_ key: CacheKey) {
    keys.append(key)
  }

  mutating func popFirst() -> CacheKey? {
    guard start < keys.count else { return nil }
    defer {
      start += 1
      if start > 64 && start * 2 > keys.count {
        keys.removeFirst(start)
        start = 0
      }
    }
    return keys[start]
  }
}
