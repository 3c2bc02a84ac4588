import HeadwaterTesting
import JSON
import Quirks

private typealias Make = DifferenceManifest

extension DifferenceCase {
  /// The files of records.
  static let downloads: [DifferenceCase] = [
    job("JSON lines", "JsonlDecoder", #"{"job": {"status": "ready", "url": "/file"}}"#),
    job("XML", "XmlDecoder", "<job><status>ready</status><url>/file</url></job>"),
    DifferenceCase(
      id: .quirk(.refusesNumericFileNames), name: "the id of a record", manifest: filing("{{ record.id }}"),
      api: [items(page(["id": 7])), file], usual: Outcome(status: "COMPLETE", shows: [#""items/7""#]),
      compat: .failure("7", records: [])),
    DifferenceCase(
      id: .fixed(.writesFilesAnywhere), name: "out of the directory", manifest: filing("../../{{ record.id }}"),
      api: [items(page(["id": 7])), file], usual: .failure("escapes the download directory", records: [])),
    DifferenceCase(
      id: .fixed(.downloadsUndeliveredFiles), name: "a check", verb: "check", manifest: filing("a"), api: [items(page(["id": 7])), file],
      usual: Outcome(shows: [#""SUCCEEDED""#], requests: ["/file": 0])),
    DifferenceCase(
      id: .fixed(.downloadsUndeliveredFiles), name: "another stream that is made of them", manifest: kids(of: filingStream("a")),
      streams: ["kids"], api: [items(page(["id": 7])), file, LoopbackRoute("GET", "/kids/7", answers: [page(["kid": 1])])],
      usual: Outcome(records: [["kid": 1]], status: "COMPLETE", requests: ["/file": 0])),
    DifferenceCase(
      id: .quirk(.takesErrorPagesForFiles), name: "an answer that is ignored",
      manifest: filing("a{{ record.id }}", handling: "IGNORE"), api: [items(page(["id": 7], ["id": 8])), missing],
      usual: Outcome(
        records: [["id": 7, "at": "here"], ["id": 8, "at": "here"]], status: "COMPLETE", hides: ["file_reference"],
        shows: ["without its file"]),
      compat: Outcome(status: "COMPLETE", hides: ["without its file"], shows: [#""items/a7""#, #""file_size_bytes":7"#])),
    DifferenceCase(
      id: .quirk(.takesErrorPagesForFiles), name: "an answer that is called a success is the file in both modes",
      manifest: filing("a{{ record.id }}", handling: "SUCCESS"), api: [items(page(["id": 7])), missing],
      usual: Outcome(status: "COMPLETE", shows: [#""items/a7""#, #""file_size_bytes":7"#])),
    DifferenceCase(
      id: .quirk(.takesErrorPagesForFiles), name: "a good answer that is ignored is the file in both modes",
      manifest: filing("a{{ record.id }}", handling: "IGNORE", status: 200), api: [items(page(["id": 7])), file],
      usual: Outcome(status: "COMPLETE", shows: [#""items/a7""#, #""file_size_bytes":5"#])),
    DifferenceCase(
      id: .quirk(.resetsPaginationInDownloads), name: "a download",
      manifest: filing("a{{ record.id }}", handling: "RESET_PAGINATION"),
      api: [items(page(["id": 7])), missing],
      usual: Outcome(succeeds: false, records: [], says: ["a download has no pages", "RESET_PAGINATION"], requests: ["/items": 0]),
      compat: .failure("RESET_PAGINATION", records: [])),
    DifferenceCase(
      id: .fixed(.inventsStreamNames), name: "tries that are used up",
      manifest: filing("a{{ record.id }}", handling: "RETRY", more: ["max_retries": 0]), api: [items(page(["id": 7])), missing],
      usual: Outcome(succeeds: false, status: "INCOMPLETE", hides: ["File Uploader"], shows: [#""stream_descriptor":{"name":"items"}"#])),
  ]

  private static let file = LoopbackRoute("GET", "/file", answers: [.text("hello", status: 200)])
  private static let missing = LoopbackRoute("GET", "/file", answers: [.text("no file", status: 404)])

  /// A stream whose records are files, and that does something about answers of a status.
  private static func filing(_ name: JSONValue, handling action: String, status: Int = 404, more: JSONObject = [:]) -> JSONValue {
    var handler = more
    handler["type"] = "DefaultErrorHandler"
    handler["response_filters"] = [["type": "HttpResponseFilter", "http_codes": [.integer(status)], "action": .string(action)]]
    return Make.connector(filingStream(name, requester: ["error_handler": .object(handler)]))
  }

  private static func filing(_ name: JSONValue) -> JSONValue { Make.connector(filingStream(name)) }

  private static func filingStream(_ name: JSONValue, requester: JSONObject = [:]) -> JSONObject {
    Make.stream([
      "file_uploader": [
        "type": "FileUploader", "requester": .object(Make.requester("/file", requester)), "filename_extractor": name,
        "download_target_extractor": ["type": "DpathExtractor", "field_path": ["at"]],
      ],
      "transformations": [["type": "AddFields", "fields": [["type": "AddedFieldDefinition", "path": ["at"], "value": "here"]]]],
    ])
  }

  /// A stream and the stream `kids` that is made of its records.
  private static func kids(of parent: JSONObject) -> JSONValue {
    Make.connector(parent, Make.child("kids", of: parent, path: "/kids/{{ stream_partition.kids_parent }}"))
  }

  private static func job(_ name: String, _ decoder: String, _ answer: String) -> DifferenceCase {
    let states: JSONObject = ["running": ["running"], "completed": ["ready"], "failed": ["failed"], "timeout": ["timeout"]]
    func extractor(_ field: JSONValue) -> JSONValue { ["type": "DpathExtractor", "field_path": ["job", field]] }
    var stream = Make.stream()
    stream["retriever"] = [
      "type": "AsyncRetriever", "decoder": ["type": .string(decoder)], "status_mapping": .object(states),
      "status_extractor": extractor("status"), "download_target_extractor": extractor("url"),
      "record_selector": .object(Make.selector()), "creation_requester": .object(Make.requester("/jobs", ["http_method": "POST"])),
      "polling_requester": .object(Make.requester("/jobs/1")), "download_requester": .object(Make.requester("{{ download_target }}")),
    ]
    return DifferenceCase(
      id: .fixed(.readsJobAnswersOnce), name: name, manifest: Make.connector(stream),
      api: [
        LoopbackRoute("POST", "/jobs", answers: [.text(answer)]), LoopbackRoute("GET", "/jobs/1", answers: [.text(answer)]),
        LoopbackRoute("GET", "/file", answers: [.json(#"[{"id": 1}]"#)]),
      ],
      usual: .records(["id": 1]))
  }
}
