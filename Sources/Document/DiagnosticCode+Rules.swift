extension DiagnosticCode {
  /// What the code stands for. `Documentation/Diagnostics.md` is made from here.
  public var rule: DiagnosticRule {
    switch self {
    case .fileMissing: .error(.text, "A file that was named does not exist.", advice: "Check the path and the directory it starts from.")
    case .fileUnreadable: .error(.text, "A file cannot be read.", advice: "Check its permissions; name the file and not its directory.")
    case .fileUnwritable: .error(.text, "A file cannot be written.", advice: "Check the permissions of the file and its directory.")
    case .noFiles: .error(.text, "A directory holds no file of the kind that a command needs.", advice: "Name another directory or a file.")
    case .formatUnsafe:
      .error(
        .text, "`fmt` left a file alone, as its canonical layout would not say the same.",
        advice: "Simplify unusual YAML in it, such as keys of several lines.")
    case .encoding:
      .error(
        .text, "The text is neither UTF-8 nor UTF-16, or holds characters that YAML does not allow.",
        advice: "Save the file as UTF-8 and remove the character.")
    case .yamlSyntax:
      .error(
        .text, "The text is not YAML.", advice: "Fix the indentation, quotes or brackets at the place named.",
        example: "streams: [a, b")
    case .yamlValue:
      .error(
        .text, "A value is written in a form that its YAML type does not have.", advice: "Put text into quotes, or correct the value.",
        example: "start: 2024-13-45")
    case .yamlAlias:
      .error(
        .text, "An alias names no anchor, or one that holds the alias itself.", advice: "Name an anchor that stands above.",
        example: "name: *nothing")
    case .yamlLimit:
      .error(
        .text, "The text nests deeper, or its aliases multiply it further, than any manifest does.",
        advice: "Write the value out, or divide it.")
    case .duplicateKey:
      .warning(
        .text, "A mapping has the same key twice; only the last one counts.", advice: "Remove one of the two.",
        example: "name: a\nname: b")
    case .manifestForm:
      .error(
        .text, "The text is empty or is no mapping.", advice: "Start it with `version:` and `type: DeclarativeSource`.",
        example: "- streams")
    case .manifestMissing:
      .error(
        .text, "Neither a manifest file nor a manifest in the config was given.",
        advice: "Name the file with `--manifest-path` or in the variable `HEADWATER_MANIFEST`.")
    case .manifestVersion:
      .warning(
        .text, "The manifest was written for a newer version of the language than this program knows.",
        advice: "Update this program if the manifest uses what is new.",
        example: "version: 99.0.0")
    case .unknownReference:
      .error(
        .references, "A reference leads nowhere.", advice: "Correct the path, or define what it names.",
        example: "requester:\n  $ref: '#/definitions/requestor'")
    case .circularReference:
      .error(
        .references, "A reference leads back to itself. Parent streams that need each other show so as well.",
        advice: "Write one of the values out.",
        example: "definitions:\n  a: '#/definitions/b'\n  b: '#/definitions/a'")
    case .manifestLimit:
      .error(
        .references, "References or parameters make the manifest larger or deeper than can be used.",
        advice: "Let fewer definitions refer to definitions.")
    case .deprecated:
      .warning(
        .references, "An old spelling that still works.", advice: "Use the spelling that is named.",
        example: "url_base: https://example.com")
    case .missingField:
      .error(
        .declarations, "A component lacks a field that it needs.", advice: "Add the field.",
        example: "extractor:\n  type: DpathExtractor")
    case .unknownField:
      .error(
        .declarations, "The top level, or a mapping that takes no others, has a field that does not exist.",
        advice: "Correct the name, or remove the field.",
        example: "strems: []")
    case .missingType:
      .error(
        .declarations, "A component has no `type`, and its place does not say which it is.", advice: "Add the `type`.",
        example: "authenticator:\n  api_token: abc")
    case .unknownType:
      .error(
        .declarations, "There is no component of this name.", advice: "Correct the name; the nearest one is suggested.",
        example: "type: DpathExtracter")
    case .wrongComponent:
      .error(
        .declarations, "The component exists, but cannot stand in this place.", advice: "Use one of the types that are named.",
        example: "check:\n  type: HttpRequester")
    case .wrongType:
      .error(
        .declarations, "A value has another form than the field takes.", advice: "Write the value in the form that is named.",
        example: "field_path: data")
    case .wrongValue:
      .error(
        .declarations, "A string is none of the words that the field takes.", advice: "Use one of the words that are named.",
        example: "http_method: get")
    case .outOfBounds:
      .error(
        .declarations, "A number or list is outside the bounds of the field.", advice: "Stay within the bounds.",
        example: "backoff_time_in_seconds: -1")
    case .unregisteredComponent:
      .error(
        .declarations, "No Swift component is registered for a `class_name`.",
        advice: "Register a component of the name that is given, or use a built-in one.",
        example: "type: CustomRequester\nclass_name: source_shop.components.Requester")
    case .componentsUnusable:
      .error(
        .declarations, "The components in Swift files that belong to the manifest do not compile or load.",
        advice: "Fix what the compiler names, or leave them out with `--no-components`.")
    case .stepWithoutGranularity:
      .error(
        .building, "A cursor has a `step` or a `cursor_granularity`, but not both.", advice: "Declare both or none.",
        example: "incremental_sync:\n  type: DatetimeBasedCursor\n  step: P1M")
    case .duration:
      .error(.building, "A string is not an ISO 8601 duration.", advice: "Write one such as `P1D` or `PT1H`.", example: "step: 1 day")
    case .badDuration:
      .error(
        .building, "A string is not an ISO 8601 duration of fixed length.", advice: "Write one such as `PT1H`.",
        example: "interval: P1Y")
    case .clampingTarget:
      .error(.building, "Windows cannot be clamped to this.", advice: "Use DAY, WEEK or MONTH.", example: "clamping: {target: YEAR}")
    case .clampingWeekday:
      .error(.building, "Clamping to weeks lacks the day they begin on, or names none.", advice: "Add `target_details: {weekday: MONDAY}`.")
    case .partitionedCount:
      .error(
        .building, "A stream has both a partition router and an IncrementingCountCursor.",
        advice: "Remove one of them, or use a DatetimeBasedCursor.")
    case .retentionOfCount:
      .error(
        .building, "`api_retention_period` is used with a counting cursor.", advice: "Use a cursor of dates, or remove the period.")
    case .stateMigration:
      .error(.building, "A state migration does not fit its stream.", advice: "Remove it, or give the stream what it needs.")
    case .streamName:
      .error(.building, "The two streams of a StateDelegatingStream do not have its name.", advice: "Give all three the same name.")
    case .emptyPath:
      .error(.building, "A path that must name a field is empty.", advice: "Write the names that lead to the field.", example: "path: []")
    case .patternInPath:
      .error(
        .building, "A path that must name a single field holds a pattern.", advice: "Write the path without `*`, `?` and `[`.",
        example: "lazy_read_pointer: [items, '*']")
    case .emptyList:
      .error(.building, "A list that needs an element is empty.", advice: "Add an element.", example: "parent_stream_configs: []")
    case .tooFew: .error(.building, "A UnionPartitionRouter has fewer than two routers.", advice: "Use its router by itself.")
    case .partitionField:
      .error(.building, "Routers of a UnionPartitionRouter give fields of different names.", advice: "Give their fields one name.")
    case .groupSize: .error(.building, "`group_size` is less than 1.", advice: "Use 1 or more.")
    case .requestOption:
      .error(
        .building, "A router inside another one has a `request_option`, which would not be sent.",
        advice: "Use the value in the request's own fields.")
    case .itemsOfScalar:
      .error(.building, "`items` is used with a type other than `array`.", advice: "Remove it, or make the type `array`.")
    case .condition:
      .error(.building, "A mapping outside of a ConfigComponentsResolver has a `condition`.", advice: "Remove the condition.")
    case .twoBodies:
      .error(
        .building, "A requester has more than one kind of body.", advice: "Keep one.",
        example: "request_body_json: {a: 1}\nrequest_body_data: {b: 2}")
    case .twoPlaces: .error(.building, "A value is given two places, or a field stands in two places.", advice: "Keep one.")
    case .twoPropertyLists: .error(.building, "A requester has more than one QueryProperties.", advice: "Keep one.")
    case .fieldName:
      .error(
        .building, "A RequestOption has neither or both of `field_name` and `field_path`.", advice: "Give it one of them.",
        example: "{type: RequestOption, inject_into: header}")
    case .fieldPath: .error(.building, "A RequestOption uses `field_path` outside of a JSON body.", advice: "Use `field_name`.")
    case .noPageSize:
      .error(
        .building, "A page size is to be sent or read, but the strategy has none.", advice: "Give the strategy a `page_size`.",
        example:
          "page_size_option: {type: RequestOption, inject_into: header, field_name: size}\npagination_strategy: {type: PageIncrement}")
    case .retriever: .error(.building, "Parts of a retriever do not go together.", advice: "Change the part that is named.")
    case .fileUploader:
      .error(.building, "The requester of a file uploader uses an action that only streams have.", advice: "Use another action.")
    case .noTargetExtractor:
      .error(.building, "`download_target_requester` has no `download_target_extractor`.", advice: "Add the extractor.")
    case .unsupportedField: .error(.building, "A field is not supported where its component is used.", advice: "Remove the field.")
    case .badPattern:
      .error(.building, "A string is not a valid regular expression.", advice: "Correct the expression.", example: "url_path_pattern: '['")
    case .badRate:
      .error(
        .building, "A rate allows no calls, or its interval is shorter than a millisecond.",
        advice: "Write a `limit` of 1 or more and an `interval` such as `PT1S`.")
    case .badWeight: .error(.building, "A `weight` is less than 1.", advice: "Use 1 or more.")
    case .noNumber: .error(.building, "A template gives no whole number where one is needed.", advice: "Give a number.")
    case .noRates: .error(.building, "A MovingWindowCallRatePolicy has no rates.", advice: "Add a rate.")
    case .noQuotas: .error(.building, "A RateLimitedMultipleTokenAuthenticator has no quotas.", advice: "Add a quota.")
    case .repeatedStatus: .error(.building, "A status stands in an AsyncJobStatusMap twice.", advice: "Keep it where it belongs.")
    case .outOfRange: .error(.building, "A number is outside the range that makes sense.", advice: "Stay within the range that is named.")
    case .templateFailed: .error(.building, "A template that depends on nothing but the config fails.", advice: "Correct the template.")
    case .unknownEncoding:
      .error(.building, "There is no text encoding of this name.", advice: "Use a name such as `utf-8`.", example: "encoding: utf-7x")
    case .schema: .error(.building, "The schema of a config validator cannot be used.", advice: "Correct the schema.")
    case .missingSetting:
      .error(.building, "The config lacks the setting that chooses an authenticator.", advice: "Add the setting to the config.")
    case .unknownAuthenticator:
      .error(.building, "The config chooses an authenticator that the manifest does not have.", advice: "Correct the setting.")
    case .buildFailed: .error(.building, "A component cannot be built.", advice: "See the message.")
    case .configSyntax: .error(.settings, "The config is not a JSON object.", advice: "Fix the text at the place named.")
    case .configInvalid:
      .error(.settings, "The config does not fit the manifest's `connection_specification`.", advice: "Correct the setting that is named.")
    case .templateSyntax:
      .warning(
        .templates, "A template does not parse. It fails when it is used first.", advice: "Fix the template at the place named.",
        example: "path: \"/items/{{ config['id' }}\"")
    case .unknownFilter:
      .warning(
        .templates, "A template uses a filter that does not exist.", advice: "Correct the name of the filter.",
        example: "value: \"{{ record['name'] | uppercase }}\"")
    case .unknownTest:
      .warning(
        .templates, "A template uses a test that does not exist.", advice: "Correct the name behind `is`.",
        example: "condition: \"{{ record['name'] is empty_text }}\"")
    case .unknownFunction:
      .warning(
        .templates, "A template calls a function that does not exist.", advice: "Correct the name of the function.",
        example: "start_datetime: \"{{ today() }}\"")
    case .unknownVariable:
      .warning(
        .templates, "A template uses a variable that does not exist, or that has no value in this field. It fails when it is used.",
        advice: "Use one of the variables that are named.",
        example: "step: \"{{ record['step'] }}\"")
    case .methodAsField:
      .warning(
        .templates,
        "A template reads a method, such as `.items` or `.keys`, as if it were a field. In Jinja the method is taken, also where the mapping "
          + "has a field of that name.", advice: "Write the name in brackets to read the field, or call the method.",
        example: "cursor_value: \"{{ response.data.items.next }}\"")
    case .constantCondition:
      .warning(
        .templates, "A condition depends on nothing, so it holds always or never.",
        advice: "Write a template that reads the response or the record, or remove the condition.",
        example: "stop_condition: response.next is none")
    case .constantType:
      .warning(
        .templates, "A string that never changes stands where a number or a boolean is needed.", advice: "Write the number.",
        example: "page_size: many")
    case .unusedDefinition:
      .warning(
        .references, "Nothing refers to a definition, by reference or by alias.", advice: "Use it or remove it.",
        example: "definitions:\n  spare: {type: NoAuth}")
    case .misspelledField:
      .warning(
        .streams, "A component has a field that it does not know, and whose name is nearly that of one it does.",
        advice: "Correct the name.",
        example: "type: DeclarativeStream\nprimary_kye: id")
    case .newerComponent:
      .warning(
        .declarations, "A component came into the language after the version that the manifest names.",
        advice: "Raise `version` to the one that is named; older programs refuse the manifest then.",
        example: "version: 6.0.0\ndynamic_streams:\n  - type: DynamicDeclarativeStream")
    case .duplicateStreamName:
      .warning(
        .streams, "Two streams have the same name; a catalog cannot tell them apart.", advice: "Give each its own name.",
        example: "streams:\n  - {name: items, ...}\n  - {name: items, ...}")
    case .unknownCheckStream:
      .warning(
        .streams, "The connection is checked with a stream that does not exist, so every check fails.", advice: "Name one of the streams.",
        example: "check:\n  type: CheckStream\n  stream_names: [itmes]")
    case .parentCycle:
      .warning(
        .streams, "A stream has itself among its parents' parents, by its name.",
        advice: "Give the parent a name of its own, or remove the partition router.",
        example: "name: items\nretriever:\n  partition_router:\n    parent_stream_configs:\n      - stream: {name: items, ...}")
    case .cursorNotInSchema:
      .warning(
        .streams, "The cursor field is missing from the stream's inline schema.", advice: "Add it to the schema, or correct its name.",
        example: "cursor_field: updatedat")
    case .keyNotInSchema:
      .warning(
        .streams, "A field of the primary key is missing from the stream's inline schema.",
        advice: "Add it to the schema, or correct its name.",
        example: "primary_key: [uid]")
    case .parentKeyNotInSchema:
      .warning(
        .streams, "The field of the parent that makes the partitions is missing from the parent's inline schema.",
        advice: "Add it to the parent's schema, or correct `parent_key`.",
        example: "parent_key: uid")
    case .dateFormat:
      .warning(
        .streams, "A date that is written in this format cannot be read again, or comes back in another year.",
        advice: "Use directives for what is missing, such as `%Y-%m-%d`.",
        example: "datetime_format: \"%H:%M\"")
    case .dateValue:
      .error(
        .streams, "A date that does not depend on the config is not in its format, so the stream cannot start.",
        advice: "Write the date in the format, or give it its own `datetime_format`.",
        example: "start_datetime: 01.02.2024\ndatetime_format: \"%Y-%m-%d\"")
    case .startAfterEnd:
      .warning(
        .streams, "The range of a cursor ends before it starts, so nothing is read.", advice: "Correct one of the two dates.",
        example: "start_datetime: '2024-01-01'\nend_datetime: '2023-01-01'")
    case .pageTokenNotSent:
      .warning(
        .requests,
        "A paginator has no `page_token_option`, and no template of the requester reads `next_page_token`: every page is the first one.",
        advice: "Add a `page_token_option`.",
        example: "paginator:\n  type: DefaultPaginator\n  pagination_strategy: {type: PageIncrement}")
    case .pageSizeNotSent:
      .warning(
        .requests, "A strategy ends at pages that are shorter than its `page_size`, but nothing tells the API to make pages of that size.",
        advice: "Add a `page_size_option`, or remove the `page_size` if the API has another.",
        example: "pagination_strategy: {type: OffsetIncrement, page_size: 50}")
    case .pageSizeMismatch:
      .warning(
        .requests, "The request asks for pages of another size than the strategy expects.", advice: "Write the same number in both places.",
        example: "request_parameters: {limit: 100}\npagination_strategy: {type: PageIncrement, page_size: 50}")
    case .filterNeverMatches:
      .warning(
        .requests,
        "A response filter has no condition, names no status that responses have, or its statuses are all taken by filters above it.",
        advice: "Give it `http_codes`, a `predicate` or `error_message_contains`, or move it up.",
        example: "response_filters:\n  - {type: HttpResponseFilter, action: IGNORE}")
    case .connectionSpecification:
      .error(
        .settings, "The `connection_specification` is not a valid JSON Schema (draft-07).",
        advice: "Correct the schema at the place named.",
        example: "connection_specification: {type: objct}")
    case .unknownSetting:
      .warning(
        .settings, "A template reads a setting that the `connection_specification` does not define.",
        advice: "Define the setting, or correct its name.",
        example: "api_token: \"{{ config['api_kye'] }}\"")
    case .secretNotMarked:
      .warning(
        .settings, "A setting that is a secret is not marked with `airbyte_secret`, so it is shown and logged.",
        advice: "Add `airbyte_secret: true` to the setting.",
        example: "properties: {api_key: {type: string}}")
    case .unknownName:
      .error(
        .connections, "A connections file names a source, destination, stream or field that does not exist.",
        advice: "Correct the name; the nearest one is suggested.", example: "connections:\n  shop: {source: shpo, destination: warehouse}")
    case .repeatedName:
      .error(
        .connections, "Two elements of a connections file, or of its includes, have the same name.",
        advice: "Rename or remove one of them.",
        example: "sources:\n  shop: {manifest: a.yaml}\n  shop: {manifest: b.yaml}")
    case .missingVariable:
      .error(
        .connections, "A value of a connections file refers to an environment variable that is not set, or a file that cannot be read.",
        advice: "Set the variable, or write `$${` for a literal `${`.", example: "config: {api_key: \"${SHOP_KEY}\"}")
    case .plainSecret:
      .warning(
        .connections, "A secret is written out in a connections file.", advice: "Write `${NAME}` and set the environment variable.",
        example: "config: {api_key: hunter2}")
    case .noKind:
      .error(
        .connections, "A source or destination of a connections file has no kind, or several.",
        advice: "Give it exactly one of the fields that are named.", example: "destinations:\n  warehouse: {schema: raw}")
    case .notCompared:
      .error(
        .connections, "A source or destination cannot be reached, so a plan does not know what is there.",
        advice: "Fix what the message names, then make the plan again.")
    }
  }

  /// Whether the problem keeps a manifest from being used.
  public var severity: Diagnostic.Severity { rule.severity }
}
