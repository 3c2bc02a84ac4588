import Document
import Foundation
import ManifestTools
import TestSupport
import Testing

@Suite struct RewriteCommandTests {
  /// Capital letters, and no more.
  private static func rewrite(_ bytes: [UInt8], _ file: String) throws(DiagnosticList) -> RewriteCommand.Result {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains("!") { throw DiagnosticList([Diagnostic(code: .formatUnsafe, "do not shout", at: nil)]) }
    return RewriteCommand.Result(Array(text.uppercased().utf8))
  }

  private static func run(_ paths: [String], _ mode: RewriteCommand.Mode) -> (code: Int32, output: String, errors: String) {
    let (output, errors) = (Pipe(), Pipe())
    let code = RewriteCommand(paths: paths, mode: mode, rewrite: rewrite)
      .run(output: output.fileHandleForWriting.fileDescriptor, errors: errors.fileHandleForWriting.fileDescriptor)
    output.fileHandleForWriting.closeFile()
    errors.fileHandleForWriting.closeFile()
    func text(_ pipe: Pipe) -> String { String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    return (code, text(output), text(errors))
  }

  @Test func filesOfAFolderAreWritten() throws {
    let folder = try TemporaryDirectory(["a.yaml": "a", "sub/b.yml": "b", "c.txt": "c", ".hidden/d.yaml": "d"])
    defer { folder.remove() }
    let result = Self.run([folder.url.path], .write)
    #expect(result.code == 0 && result.output.isEmpty && result.errors.isEmpty)
    #expect(["a.yaml", "sub/b.yml", "c.txt", ".hidden/d.yaml"].map(folder.text) == ["A", "B", "c", "d"])
  }

  @Test func permissionsAndLinksStay() throws {
    let folder = try TemporaryDirectory(["a.yaml": "a"])
    defer { folder.remove() }
    let (file, link) = (folder.url.appendingPathComponent("a.yaml"), folder.url.appendingPathComponent("link.yaml"))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    #expect(Self.run([link.path], .write).code == 0)
    #expect(folder.text("a.yaml") == "A")
    #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test func checkListsAndWritesNothing() throws {
    let folder = try TemporaryDirectory(["a.yaml": "a", "b.yaml": "B"])
    defer { folder.remove() }
    let result = Self.run([folder.url.path], .check)
    #expect(result.code == 1 && result.output == "\(folder.url.path)/a.yaml\n")
    #expect(folder.text("a.yaml") == "a")
    #expect(Self.run(["\(folder.url.path)/b.yaml"], .check).code == 0)
  }

  @Test func diffShowsChanges() throws {
    let folder = try TemporaryDirectory(["a.yaml": "a\n"])
    defer { folder.remove() }
    let path = "\(folder.url.path)/a.yaml"
    let result = Self.run([path], .diff)
    #expect(result.code == 1 && result.output == "--- \(path)\n+++ \(path)\n@@ -1 +1 @@\n-a\n+A\n")
  }

  @Test func oneFaultyFileDoesNotKeepOthersBack() throws {
    let folder = try TemporaryDirectory(["a.yaml": "!", "b.yaml": "b"])
    defer { folder.remove() }
    let result = Self.run([folder.url.path], .write)
    #expect(result.code == 2 && result.errors == "error: do not shout\n")
    #expect(folder.text("b.yaml") == "B" && folder.text("a.yaml") == "!")
  }

  @Test func missingFilesAndEmptyFoldersAreNamed() throws {
    let folder = try TemporaryDirectory(["a.txt": ""])
    defer { folder.remove() }
    #expect(Self.run(["\(folder.url.path)/none.yaml"], .write).errors.contains("no such file"))
    let result = Self.run([folder.url.path], .write)
    #expect(result.code == 2 && result.errors.contains("contains no .yaml or .yml file"))
  }
}
