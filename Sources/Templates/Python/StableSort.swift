/// Sorting by a comparison that may fail.
enum StableSort {
  /// The elements in ascending order; equal ones keep theirs.
  static func sorted<Element>(
    _ elements: [Element], _ isLess: (Element, Element) throws(TemplateError) -> Bool
  ) throws(TemplateError) -> [Element] {
    var (source, target) = (elements, elements)
    var width = 1
    while width < source.count {
      var start = 0
      while start < source.count {
        let middle = min(start + width, source.count)
        try merge(source, start, middle, min(middle + width, source.count), into: &target, isLess)
        start = middle + width
      }
      swap(&source, &target)
      width *= 2
    }
    return source
  }

  private static func merge<Element>(
    _ source: [Element], _ start: Int, _ middle: Int, _ end: Int, into target: inout [Element],
    _ isLess: (Element, Element) throws(TemplateError) -> Bool
  ) throws(TemplateError) {
    var (left, right) = (start, middle)
    for place in start..<max(start, end) {
      var takesRight = left == middle
      if !takesRight, right < end { takesRight = try isLess(source[right], source[left]) }
      target[place] = source[takesRight ? right : left]
      if takesRight { right += 1 } else { left += 1 }
    }
  }
}
