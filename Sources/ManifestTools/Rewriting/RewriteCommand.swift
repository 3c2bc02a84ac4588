package import Document
internal import Glibc

/// A command that rewrites manifests: it reads files, and writes, lists or shows what changes in them.
///
/// `-` stands for standard input, whose new text goes to standard output.
package struct RewriteCommand: Sendable {
  package enum Mode: Sendable {
    /// Changed files are written.
    case write
    /// Changed files are listed.
    case check
    /// Changes are shown as a unified diff.
    case diff
    /// The new text of every file is written to standard output.
    case print
  }

  /// What became of a text.
  package struct Result: Sendable {
    package var bytes: [UInt8]
    /// What a person should know besides.
    package var remarks: [String]

    package init(_ bytes: [UInt8], remarks: [String] = []) {
      self.bytes = bytes
      self.remarks = remarks
    }
  }

  /// What keeps a file from being rewritten.
  package typealias Failure = DiagnosticList
  package typealias Rewriting = @Sendable (_ bytes: [UInt8], _ file: String) throws(Failure) -> Result

  package var paths: [String]
  package var mode: Mode
  /// Gives the new text of a file, or throws what is wrong with it.
  package var rewrite: Rewriting

  package init(paths: [String], mode: Mode, rewrite: @escaping Rewriting) {
    self.paths = paths
    self.mode = mode
    self.rewrite = rewrite
  }

  /// Runs the command; a file that cannot be rewritten stays as it is and does not keep the others from it.
  ///
  /// - Parameters:
  ///   - output: the open file that takes lists, diffs and texts.
  ///   - errors: the open file that takes problems and remarks.
  /// - Returns: the exit code: 0; 1 when ``Mode/check`` or ``Mode/diff`` found changes; 2 when a file could not be read, understood or
  ///   written.
  package func run(output: Int32 = 1, errors: Int32 = 2) -> Int32 {
    let files: [String]
    do {
      files = try FileTree.files(paths)
    } catch {
      Self.write("\(error)\n", errors)
      return 2
    }
    var code: Int32 = 0
    for file in files {
      do {
        if try handle(file, output, errors) { code = max(code, 1) }
      } catch {
        Self.write("\(error)\n", errors)
        code = 2
      }
    }
    return code
  }

  /// Tells whether a change was found that was not written.
  private func handle(_ file: String, _ output: Int32, _ errors: Int32) throws(DiagnosticList) -> Bool {
    let isInput = file == "-"
    let name = isInput ? "standard input" : file
    let old = try Self.listing { () throws(Diagnostic) in
      isInput ? try TextFile.bytes(from: STDIN_FILENO, name: name) : try TextFile.bytes(file)
    }
    let result = try rewrite(old, name)
    for remark in result.remarks { Self.write("\(remark)\n", errors) }
    let isChanged = result.bytes != old
    switch mode {
    case .check:
      if isChanged { Self.write("\(name)\n", output) }
      return isChanged
    case .diff:
      let texts = (old: String(decoding: old, as: UTF8.self), new: String(decoding: result.bytes, as: UTF8.self))
      if isChanged { Self.write(LineDiff.unified(from: texts.old, to: texts.new, name: name), output) }
      return isChanged
    case .write where !isInput:
      if isChanged { try Self.listing { () throws(Diagnostic) in try TextFile.replace(file, with: result.bytes) } }
    case .write, .print:
      Self.write(result.bytes, output)
    }
    return false
  }

  private static func listing<Value>(_ work: () throws(Diagnostic) -> Value) throws(DiagnosticList) -> Value {
    do {
      return try work()
    } catch {
      throw DiagnosticList([error])
    }
  }

  private static func write(_ text: String, _ descriptor: Int32) { write(Array(text.utf8), descriptor) }

  private static func write(_ bytes: [UInt8], _ descriptor: Int32) {
    var place = 0
    while place < bytes.count {
      let count = bytes[place...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // A reader that is gone wants no more.
      if count <= 0 { return }
      place += count
    }
  }
}
