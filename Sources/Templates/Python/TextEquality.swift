internal import Glibc

/// Whether two texts have the same code points; Swift's `==` also takes composed and decomposed letters for equal.
func sameText(_ left: String, _ right: String) -> Bool {
  left.utf8.count == right.utf8.count && textOrder(left, right) == 0
}

/// How two texts compare byte by byte, which for UTF-8 is the order of their code points: negative, zero or positive.
func textOrder(_ left: String, _ right: String) -> Int {
  var left = left
  var right = right
  return left.withUTF8 { first in
    right.withUTF8 { second in
      let shared = min(first.count, second.count)
      if shared > 0, let first = first.baseAddress, let second = second.baseAddress {
        let order = memcmp(first, second, shared)
        if order != 0 { return Int(order) }
      }
      return first.count - second.count
    }
  }
}
