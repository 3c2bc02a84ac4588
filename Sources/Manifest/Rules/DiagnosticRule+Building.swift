extension DiagnosticRule {
  private static func refused(_ code: String, _ meaning: String, _ advice: String, example: String = "") -> DiagnosticRule {
    DiagnosticRule(code, .building, meaning, advice: advice, example: example)
  }

  /// What components refuse although their declarations allow it.
  static let building: [DiagnosticRule] = cursors + paths + requests + others

  private static let cursors: [DiagnosticRule] = [
    refused(
      "step-without-granularity", "A cursor has a `step` or a `cursor_granularity`, but not both.", "Declare both or none.",
      example: "incremental_sync:\n  type: DatetimeBasedCursor\n  step: P1M"),
    refused("duration", "A text is not an ISO 8601 duration.", "Write one such as `P1D` or `PT1H`.", example: "step: 1 day"),
    refused("bad-duration", "A text is not an ISO 8601 duration of fixed length.", "Write one such as `PT1H`.", example: "interval: P1Y"),
    refused("clamping-target", "Windows cannot be clamped to this.", "Use DAY, WEEK or MONTH.", example: "clamping: {target: YEAR}"),
    refused(
      "clamping-weekday", "Clamping to weeks lacks the day they begin on, or names none.", "Add `target_details: {weekday: MONDAY}`."),
    refused(
      "partitioned-count", "A stream has both a partition router and an IncrementingCountCursor.",
      "Remove one of them, or use a DatetimeBasedCursor."),
    refused(
      "retention-of-count", "`api_retention_period` stands beside a cursor that counts.", "Use a cursor of dates, or remove the period."),
    refused("state-migration", "A state migration does not fit its stream.", "Remove it, or give the stream what it needs."),
    refused("stream-name", "The two streams of a StateDelegatingStream do not have its name.", "Give all three the same name."),
  ]

  private static let paths: [DiagnosticRule] = [
    refused("empty-path", "A path that must name a field is empty.", "Write the names that lead to the field.", example: "path: []"),
    refused(
      "pattern-in-path", "A path that must name a single field holds a pattern.", "Write the path without `*`, `?` and `[`.",
      example: "lazy_read_pointer: [items, '*']"),
    refused("empty-list", "A list that needs an element is empty.", "Add an element.", example: "parent_stream_configs: []"),
    refused("too-few", "A UnionPartitionRouter has fewer than two routers.", "Use its router by itself."),
    refused("partition-field", "Routers of a UnionPartitionRouter give fields of different names.", "Give their fields one name."),
    refused("group-size", "`group_size` is less than 1.", "Use 1 or more."),
    refused(
      "request-option", "A router inside another one has a `request_option`, which would not be sent.",
      "Use the value in the request's own fields."),
    refused("items-of-scalar", "`items` stands beside a type other than `array`.", "Remove it, or make the type `array`."),
    refused("condition", "A mapping outside of a ConfigComponentsResolver has a `condition`.", "Remove the condition."),
  ]

  private static let requests: [DiagnosticRule] = [
    refused(
      "two-bodies", "A requester has more than one kind of body.", "Keep one.",
      example: "request_body_json: {a: 1}\nrequest_body_data: {b: 2}"),
    refused("two-places", "A value is given two places, or a field stands in two places.", "Keep one."),
    refused("two-property-lists", "A requester has more than one QueryProperties.", "Keep one."),
    refused(
      "field-name", "A RequestOption has neither or both of `field_name` and `field_path`.", "Give it one of them.",
      example: "{type: RequestOption, inject_into: header}"),
    refused("field-path", "A RequestOption uses `field_path` outside of a JSON body.", "Use `field_name`."),
    refused(
      "no-page-size", "A page size is to be sent or read, but the strategy has none.", "Give the strategy a `page_size`.",
      example: "page_size_option: {type: RequestOption, inject_into: header, field_name: size}\npagination_strategy: {type: PageIncrement}"),
    refused("retriever", "Parts of a retriever do not go together.", "Change the part that is named."),
    refused("file-uploader", "The requester of a file uploader uses an action that only streams have.", "Use another action."),
    refused("no-target-extractor", "`download_target_requester` has no `download_target_extractor`.", "Add the extractor."),
    refused("unsupported-field", "A field does not go with the place where its component stands.", "Remove the field."),
    refused("bad-pattern", "A text is no regular expression.", "Correct the expression.", example: "url_path_pattern: '['"),
    refused(
      "bad-rate", "A rate allows no calls, or its interval is shorter than a millisecond.",
      "Write a `limit` of 1 or more and an `interval` such as `PT1S`."),
    refused("bad-weight", "A `weight` is less than 1.", "Use 1 or more."),
    refused("no-number", "A template gives no whole number where one is needed.", "Give a number."),
    refused("no-rates", "A MovingWindowCallRatePolicy has no rates.", "Add a rate."),
    refused("no-quotas", "A RateLimitedMultipleTokenAuthenticator has no quotas.", "Add a quota."),
    refused("repeated-status", "A status stands in an AsyncJobStatusMap twice.", "Keep it where it belongs."),
  ]

  private static let others: [DiagnosticRule] = [
    refused("out-of-range", "A number is outside the range that makes sense.", "Stay within the range that is named."),
    refused("template-failed", "A template that depends on nothing but the config fails.", "Correct the template."),
    refused("unknown-encoding", "There is no text encoding of this name.", "Use a name such as `utf-8`.", example: "encoding: utf-7x"),
    refused("schema", "The schema of a config validator cannot be used.", "Correct the schema."),
    refused("missing-setting", "The config lacks the setting that chooses an authenticator.", "Add the setting to the config."),
    refused("unknown-authenticator", "The config chooses an authenticator that the manifest does not have.", "Correct the setting."),
    refused("build-failed", "A component cannot be built.", "See the message."),
  ]
}

extension DiagnosticRule {
  /// What is wrong with a config that is checked together with a manifest.
  static let settings: [DiagnosticRule] = [
    DiagnosticRule("config-syntax", .settings, "The config is not a JSON object.", advice: "Mend the text at the place named."),
    DiagnosticRule(
      "config-invalid", .settings, "The config does not fit the manifest's `connection_specification`.",
      advice: "Correct the setting that is named."),
  ]
}
