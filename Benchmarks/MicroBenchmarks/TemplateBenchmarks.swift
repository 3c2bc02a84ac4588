internal import JSON
internal import Templates

extension MicroBenchmarks {
  /// What a template sees of a record.
  private struct RecordContext: TemplateContext {
    let record: TemplateDict

    func value(of variable: TemplateVariable) -> TemplateValue? { variable.slot == .record ? .dict(record) : nil }
  }

  static func templates() throws -> [Measurement] {
    let environment = TemplateEnvironment(
      host: TemplateHost(
        now: { (0, 0) }, digest: { _, _ in nil }, hmac: { _, _, _ in nil }, randomBytes: { [UInt8](repeating: 0, count: $0) }))
    let records = try Sample.records().map { TemplateDict($0) }
    let conditions = ["{{ record['status'] != 'deleted' }}", "{{ record.status == 'active' and record.id > 500 }}"]
    let texts = [
      "{{ record['name'] }}", "{{ record['name'] }} <{{ record['email'] }}>", "{{ record['quantity'] | int * 2 }}",
      "{{ record['address']['city'] | upper }}",
    ]
    var measurements: [Measurement] = []
    for text in conditions {
      let template = InterpolatedBoolean(text, environment: environment)
      measurements.append(
        try Measurement(text, operations: Sample.count) {
          for record in records { _ = try template.evaluate(RecordContext(record: record)) }
        })
    }
    for text in texts {
      let template = InterpolatedString(text, environment: environment)
      measurements.append(
        try Measurement(text, operations: Sample.count) {
          for record in records { _ = try template.evaluate(RecordContext(record: record)) }
        })
    }
    let plain = try Sample.records()
    for text in texts.prefix(3) {
      let template = InterpolatedString(text, environment: environment)
      measurements.append(
        Measurement(text + ", without a scope", operations: Sample.count) {
          for var record in plain { _ = template.withDirectValue(changing: &record, as: .any) { _, _ in } }
        })
    }
    return measurements
  }
}
