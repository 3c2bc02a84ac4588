import ConnectorKit
import Document
import Testing

@Suite struct WrappedErrorTests {
  /// A missing file is for the user to mend, what a manifest says for its maker.
  @Test(
    arguments: [
      (DiagnosticCode.fileMissing, SyncError.FailureType.config), (.fileUnreadable, .config), (.fileUploader, .system),
      (.wrongType, .system),
    ])
  func theCodeOfADiagnosticSaysWhoCanMendIt(_ code: DiagnosticCode, _ type: SyncError.FailureType) {
    #expect(SyncError(wrapping: Diagnostic(code: code, "it is so")).failureType == type)
    #expect(SyncError(wrapping: DiagnosticList([Diagnostic(code: code, "it is so")])).failureType == type)
  }

  @Test func anActionForPagesAloneIsNamed() {
    let error = SyncError(
      wrapping: PageDirective(.resetPagination, ErrorResolution(.resetPagination)).misplaced, streamName: "s")
    #expect(error.failureType == .system)
    #expect(error.message.contains("RESET_PAGINATION"))
    #expect(error.streamName == "s")
  }
}
