/// A plan as people read it: a tree of lines with `+`, `-` and `~`.
package struct PlanText {
  private let colors: Bool

  /// - Parameter colors: whether to use the colors of terminals.
  package init(colors: Bool = false) { self.colors = colors }

  package func text(_ plan: Plan) -> String {
    var text = ""
    for element in plan.elements {
      text += line(element.action, "\(element.kind.rawValue) \(element.name)", depth: 0)
      for difference in element.differences { text += lines(difference, depth: 1) }
      for effect in element.effects { text += paint("  ! \(effect)\n", "33") }
      text += "\n"
    }
    let remarks = plan.unmentioned + plan.notes
    for remark in remarks { text += "\(remark)\n" }
    if !remarks.isEmpty { text += "\n" }
    return text + summary(plan)
  }

  private func summary(_ plan: Plan) -> String {
    if plan.isEmpty { return plan.hasErrors ? "Nothing to do for what could be compared.\n" : "Nothing to do.\n" }
    if plan.elements.isEmpty { return "Plan: only records of what was applied have to be brought up to date.\n" }
    return "Plan: \(plan.count(.add)) to add, \(plan.count(.change)) to change, \(plan.count(.delete)) to delete.\n"
  }

  private func lines(_ difference: Plan.Difference, depth: Int) -> String {
    let content =
      switch (difference.old, difference.new) {
      case (let old?, let new?): "\(difference.label): \(old) → \(new)"
      case (let value?, nil), (nil, let value?): "\(difference.label): \(value)"
      case (nil, nil): difference.label
      }
    return line(difference.action, content, depth: depth) + difference.children.map { lines($0, depth: depth + 1) }.joined()
  }

  private func line(_ action: Plan.Action, _ content: String, depth: Int) -> String {
    let color =
      switch action {
      case .add: "32"
      case .change: "33"
      case .delete: "31"
      }
    // A value of several lines would look like lines of the plan.
    let flat = String(content.map { $0.isNewline ? " " : $0 })
    return String(repeating: "  ", count: depth) + paint(action.sign, color) + " \(flat)\n"
  }

  private func paint(_ text: String, _ color: String) -> String { colors ? "\u{1b}[\(color)m\(text)\u{1b}[0m" : text }
}
