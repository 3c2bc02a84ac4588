import JSON
import Testing

@testable import Components

@Suite struct LinkHeaderTests {
  private static let address = "https://api.example.com/v1/items?page=1"
  private static let following = "https://api.example.com/v1/items?page=2"

  private func next(_ header: String) -> String? { LinkHeader.parse(header, of: Self.address)["next"]?["url"]?.stringValue }

  @Test(
    "The next page is found in every form of RFC 8288",
    arguments: [
      "<U>; rel=\"next\"", "<U>; rel=next", "<U>;rel=next", "<U> ; rel = \"next\"", "<U>; REL=\"next\"", "<U>; Rel=\"NEXT\"",
      "<U>; rel=\"next last\"", "<U>; rel=\"last  NEXT\"", "<U>; rel='next'", "<U>; rel='prev next'",
      "<U>; title=\"next, please\"; rel=\"next\"",
      "<U>; title=\"a \\\"quoted\\\"; rel=prev, <x>\"; rel=\"next\"", "<a?x=1,2>; rel=self, <U>; rel=next", "<U>; rel=next, <a>; rel=self",
      "<a>; rel=\"self\", <U>; rel=\"next\"", "<a>; rel=prev,<U>; rel=next,", ", ,<U>; rel=next", "<U>; rel=next; rel=prev",
      "<U>; rel*=UTF-8''prev; rel=next", "<U>; title*=UTF-8'de'n%c3%a4chste; rel=next", "<U>; rel=next; anchor=\"\"",
      "<U>; rel=next; anchor=\"#top\"", "</v1/items?page=2>; rel=next", "<items?page=2>; rel=next", "<?page=2>; rel=next",
      "<//api.example.com/v1/items?page=2>; rel=next", "<../v1/items?page=2>; rel=next", "U; rel=next", "<U>\t;\trel=next",
      "<U>; rel=next; crossorigin", "<U>; crossorigin; rel=next", "<b>; rel=next; anchor=\"/other\", <U>; rel=next",
      "<U>; title='it's, so'; rel=next", "<x>; rel=\"next\", <U>; rel=\"next\"",
    ])
  func findsNext(header: String) {
    #expect(next(header.replacing("U", with: Self.following).replacing("\(Self.following)TF-8", with: "UTF-8")) == Self.following)
  }

  @Test(
    "What is no next page is not taken for one",
    arguments: [
      "", "<U>", "<U>; rel=\"nextish\"", "<U>; rel=prev; rel=next", "<U>; title=\"rel=next\"", "<U>; title=\"; rel=next\"",
      "<U>; rel*=next",
      "<U>; rel=next; anchor=\"https://other.example.com/\"", "<U>; xrel=next", "<U>; rel=\"\"", "<U; rel=next", "<U>; rel",
    ])
  func findsNoNext(header: String) { #expect(next(header) == nil) }

  @Test("Links keep their parameters, and those without a relation their address")
  func keepsParameters() {
    let links = LinkHeader.parse("<a>; rel=\"Prev\"; Title=\"x; \\\"y\\\"\", <b>; type=text/html", of: Self.address)
    let prev: JSONValue = ["rel": "Prev", "title": #"x; "y""#, "url": "https://api.example.com/v1/a"]
    #expect(links["prev"] == prev)
    #expect(links["Prev"] == prev)
    #expect(links["https://api.example.com/v1/b"]?["type"] == "text/html")
    #expect(LinkHeader.parse(nil, of: Self.address) == [:])
  }

  @Test(
    "Any bytes are read to their end",
    arguments: ["<", "\"", "<a>; x=\"", "<a>; x='", ";;;", "<a>;=,;", ">", "<é>; rel=\"né\\", "'", "<a>; rel='"])
  func endsWithAnything(header: String) { #expect(LinkHeader.parse(header, of: Self.address).objectValue != nil) }
}
