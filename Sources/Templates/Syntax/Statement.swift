/// A statement of a template, or a run of text and expressions that it puts out.
struct Statement {
  indirect enum Kind {
    case output([Output])
    case conditional([Branch], otherwise: [Statement])
    case loop(Loop)
    case assign(target: Expression, value: Expression)
    case assignBlock(target: Expression, filter: Expression?, body: [Statement])
    case macro(Macro)
    case callBlock(Macro, call: Expression)
    case filterBlock(Expression, body: [Statement])
    case with([(target: Expression, value: Expression)], body: [Statement])
    case autoescape(Expression, body: [Statement])
    case block(name: String, body: [Statement], extent: Extent)
    /// `include`, `import`, `from` and `extends`: there is nothing to load templates from, so these fail when they run.
    case load(tag: String, template: Expression, names: [String])
  }

  enum Output {
    case text(String)
    case expression(Expression)
  }

  struct Branch {
    let test: Expression
    let body: [Statement]
  }

  /// How much a body is: what it takes of the stack, and of the fuel each time it runs.
  struct Extent: Sendable {
    /// How deep its deepest expression lies in it.
    let height: Int
    /// The number of its tokens.
    let length: Int
  }

  struct Loop {
    let target: Expression
    let iterable: Expression
    let test: Expression?
    let isRecursive: Bool
    let body: [Statement]
    let extent: Extent
    let otherwise: [Statement]
  }

  struct Macro {
    let name: String
    let parameters: [String]
    /// Of the last parameters.
    let defaults: [Expression]
    let body: [Statement]
    let extent: Extent
  }

  let kind: Kind
  let offset: Int

  init(_ kind: Kind, _ offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
