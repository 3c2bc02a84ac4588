/// Whether two texts have the same code points; Swift's `==` also takes composed and decomposed letters for equal.
@inline(__always)
func sameText(_ left: String, _ right: String) -> Bool {
  left == right && left.utf8.count == right.utf8.count && (left.utf8.elementsEqual(right.utf8))
}
