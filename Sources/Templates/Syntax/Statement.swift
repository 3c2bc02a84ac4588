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
    case block(name: String, body: [Statement])
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

  struct Loop {
    let target: Expression
    let iterable: Expression
    let test: Expression?
    let isRecursive: Bool
    let body: [Statement]
    let otherwise: [Statement]
  }

  struct Macro {
    let name: String
    let parameters: [String]
    /// Of the last parameters.
    let defaults: [Expression]
    let body: [Statement]
  }

  let kind: Kind
  let offset: Int

  init(_ kind: Kind, _ offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
