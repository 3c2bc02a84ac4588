import ConnectorKit
import Testing

@testable import Components

@Suite struct FileDirectoryTests {
  @Test(arguments: [
    ("a.txt", "items/a.txt"), ("/1//dir/./b.bin", "items/1/dir/b.bin"), ("../x", nil), ("a/../../x", nil), ("a\u{0}b", nil),
  ]) func names(_ name: String, _ path: String?) {
    #expect((try? FileDirectory(path: "/none").relativePath(name, streamName: "items")) == path)
  }

  @Test func uniqueNamesAreRandomUUIDs() throws {
    let names = (0..<50).map { _ in UniqueName.make() }
    #expect(Set(names).count == 50)
    for name in names {
      #expect(name.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
      #expect(Array(name)[14] == "4")
      #expect("89ab".contains(Array(name)[19]))
    }
  }
}
