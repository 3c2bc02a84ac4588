internal import ConnectorKit

/// Components of the manifest language that no room builds yet, by their names.
///
/// A manifest that uses one is sound, though it cannot be run. What the catalogue declares is left out here: a component has one
/// declaration.
enum UnbuiltComponents {
  /// The fields of a component that is known but not built; nil for other names.
  static func fields(of type: String) -> [FieldInfo]? { table[type] ?? (customTypes.contains(type) ? customFields : nil) }

  /// Fields of the language that a built component does not have yet.
  static func furtherFields(of type: String) -> [FieldInfo] { fieldTable[type] ?? [] }

  /// The types with such fields.
  static var unfinishedNames: Set<String> { Set(fieldTable.keys) }

  /// All names but those of custom components.
  static var names: Set<String> { Set(table.keys) }

  /// Types that stand for a class of the connector's own, which `class_name` names.
  static let customTypes: Set<String> = [
    "CustomAuthenticator", "CustomBackoffStrategy", "CustomConfigTransformation", "CustomDecoder", "CustomErrorHandler",
    "CustomPaginationStrategy", "CustomPartitionRouter", "CustomRecordExtractor", "CustomRecordFilter", "CustomRequester",
    "CustomRetriever", "CustomSchemaLoader", "CustomSchemaNormalization", "CustomStateMigration", "CustomTransformation",
    "CustomValidationStrategy",
  ]

  private static let customFields: [FieldInfo] = [.required("class_name", .string)]

  private static let table: [String: [FieldInfo]] = [
    "AuthFlow": [
      .optional("auth_flow_type", .choice(["oauth2.0", "oauth1.0"])), .optional("predicate_key", .list(.string)),
      .optional("predicate_value", .string), .optional("oauth_config_specification", .component(["OAuthConfigSpecification"])),
    ],
    "RateLimitedMultipleTokenAuthenticator": [
      .required("tokens", .anyOf([.string, .limited(.list(.string), .minimumCount(1))])), .optional("token_delimiter", .string),
      .optional("auth_method", .string), .optional("header", .string), .required("quota_status_source", .component(["QuotaStatusSource"])),
      .required("quotas", .limited(.list(.component(["TokenQuota"])), .minimumCount(1))), .optional("max_wait_time", .string),
      .optional("budget_reserve_fraction", .number), .optional("budget_min_reserve", .integer),
    ],
    "QuotaStatusSource": [
      .required("url", .string), .optional("http_method", .choice(["GET", "POST"])), .optional("request_headers", .mapping(.string)),
      .optional("unavailable_status_codes", .limited(.list(.integer), .distinct)),
    ],
    "TokenQuota": [
      .required("name", .string), .required("remaining_path", .list(.string)), .required("reset_path", .list(.string)),
      .optional("limit_path", .list(.string)), .optional("matchers", .list(.component(["HttpRequestRegexMatcher"]))),
      .optional("remaining_header", .string), .optional("reset_header", .string), .optional("limit_header", .string),
      .optional("exhaustion_status_codes", .list(.integer)),
    ],
    "CheckDynamicStream": [
      .required("stream_count", .integer), .optional("use_check_availability", .boolean), .optional("config_overrides", .object),
    ],
    "HTTPAPIBudget": [
      .required("policies", .list(.component(["FixedWindowCallRatePolicy", "MovingWindowCallRatePolicy", "UnlimitedCallRatePolicy"]))),
      .optional("ratelimit_reset_header", .string), .optional("ratelimit_remaining_header", .string),
      .optional("status_codes_for_ratelimit_hit", .list(.integer)),
    ],
    "FixedWindowCallRatePolicy": [
      .required("period", .string), .required("call_limit", .integer),
      .required("matchers", .list(.component(["HttpRequestRegexMatcher"]))),
    ],
    "MovingWindowCallRatePolicy": [
      .required("rates", .list(.component(["Rate"]))), .required("matchers", .list(.component(["HttpRequestRegexMatcher"]))),
    ],
    "UnlimitedCallRatePolicy": [.required("matchers", .list(.component(["HttpRequestRegexMatcher"])))],
    "Rate": [.required("limit", .anyOf([.integer, .string])), .required("interval", .string)],
    "HttpRequestRegexMatcher": [
      .optional("method", .string), .optional("url_base", .string), .optional("url_path_pattern", .string), .optional("params", .object),
      .optional("headers", .object), .optional("weight", .anyOf([.integer, .string])),
    ],
    "CombinedExtractor": [
      .required(
        "extractors", .limited(.list(.component(["DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"])), .minimumCount(1))),
      .optional("mode", .choice(["union", "first_match"])), .optional("skip_empty_records", .boolean),
    ],
    "ResponseToFileExtractor": [.optional("preserve_na_values", .boolean)],
    "GroupByKeyMergeStrategy": [.required("key", .anyOf([.string, .list(.string)]))],
    "ApiKey": [.required("inject_into", .component(["RequestOption"])), .optional("api_token", .string)],
    "Bearer": [],
    "ComplexFieldType": [.required("field_type", .string), .optional("items", .anyOf([.component(["ComplexFieldType"]), .string]))],
    "TypesMap": [
      .required("target_type", .anyOf([.component(["ComplexFieldType"]), .string, .list(.string)])),
      .required("current_type", .anyOf([.string, .list(.string)])), .optional("condition", .string),
    ],
    "SchemaTypeIdentifier": [
      .optional("schema_pointer", .list(.string)), .required("key_pointer", .list(.string)), .optional("type_pointer", .list(.string)),
      .optional("types_mapping", .list(.component(["TypesMap"]))),
    ],
    "DynamicSchemaLoader": [
      .required("retriever", .component(["SimpleRetriever", "AsyncRetriever", "CustomRetriever"])),
      .optional("schema_filter", .component(["RecordFilter", "CustomRecordFilter"])),
      .optional(
        "schema_transformations",
        .list(
          .component([
            "AddFields", "RemoveFields", "KeysToLower", "KeysToSnakeCase", "FlattenFields", "DpathFlattenFields", "KeysReplace",
            "CustomTransformation",
          ]))), .required("schema_type_identifier", .component(["SchemaTypeIdentifier"])),
    ],
    "JsonItemsDecoder": [.required("items_path", .string), .optional("encoding", .string)],
    "JsonlDecoder": [],
    "JsonSchemaPropertySelector": [
      .optional(
        "transformations",
        .list(
          .component([
            "AddFields", "RemoveFields", "KeysToLower", "KeysToSnakeCase", "FlattenFields", "DpathFlattenFields", "KeysReplace",
            "CustomTransformation",
          ])))
    ],
    "IterableDecoder": [],
    "XmlDecoder": [],
    "ZipfileDecoder": [.required("decoder", .component(["CsvDecoder", "GzipDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder"]))],
    "OAuthConfigSpecification": [
      .optional("oauth_user_input_from_connector_config_specification", .object),
      .optional(
        "oauth_connector_input_specification",
        .record(
          .required("consent_url", .string), .optional("scope", .string), .optional("scopes", .list(.record(.required("scope", .string)))),
          .optional("optional_scopes", .list(.record(.required("scope", .string)))),
          .optional("scopes_join_strategy", .choice(["space", "comma", "plus"])), .required("access_token_url", .string),
          .optional("access_token_headers", .object), .optional("access_token_params", .object),
          .optional("extract_output", .list(.string)), .optional("state", .record(.required("min", .integer), .required("max", .integer))),
          .optional("client_id_key", .string), .optional("client_secret_key", .string), .optional("scope_key", .string),
          .optional("state_key", .string), .optional("auth_code_key", .string), .optional("redirect_uri_key", .string))),
      .optional("complete_oauth_output_specification", .object), .optional("complete_oauth_server_input_specification", .object),
      .optional("complete_oauth_server_output_specification", .object),
    ],
    "PropertiesFromEndpoint": [
      .required("property_field_path", .list(.string)), .required("retriever", .component(["SimpleRetriever", "CustomRetriever"])),
    ],
    "PropertyChunking": [
      .required("property_limit_type", .choice(["characters", "property_count"])), .optional("property_limit", .integer),
      .optional("record_merge_strategy", .component(["GroupByKeyMergeStrategy"])),
    ],
    "QueryProperties": [
      .required("property_list", .anyOf([.component(["PropertiesFromEndpoint"]), .list(.string)])),
      .optional("always_include_properties", .list(.string)), .optional("property_chunking", .component(["PropertyChunking"])),
      .optional("property_selector", .component(["JsonSchemaPropertySelector"])),
    ],
    "PaginationReset": [
      .required("action", .choice(["SPLIT_USING_CURSOR", "RESET"])), .optional("limits", .component(["PaginationResetLimits"])),
    ],
    "PaginationResetLimits": [.optional("number_of_records", .integer)],
    "PageSizeReduction": [
      .optional("reduction_factor", .limited(.number, .above(1))), .optional("minimum_page_size", .limited(.integer, .atLeast(1))),
      .optional("max_attempts", .limited(.integer, .atLeast(1))), .optional("backoff_seconds", .limited(.number, .atLeast(0))),
      .optional("retries_at_minimum_page_size", .limited(.integer, .atLeast(0))), .optional("failure_message", .string),
      .optional("reset_policy", .choice(["NEVER", "AFTER_SUCCESSFUL_PAGE"])),
    ],
    "RequestWindowSplitting": [.optional("failure_message", .string), .optional("min_split_window", .string)],
    "GzipDecoder": [.required("decoder", .component(["CsvDecoder", "GzipDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder"]))],
    "CsvDecoder": [.optional("encoding", .string), .optional("delimiter", .string), .optional("set_values_to_none", .list(.string))],
    "AsyncJobStatusMap": [
      .required("running", .list(.string)), .required("completed", .list(.string)), .required("failed", .list(.string)),
      .required("timeout", .list(.string)), .optional("skipped", .list(.string)),
    ],
    "AsyncRetriever": [
      .required("record_selector", .component(["RecordSelector"])), .required("status_mapping", .component(["AsyncJobStatusMap"])),
      .required("status_extractor", .component(["DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"])),
      .optional("download_target_extractor", .component(["DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"])),
      .optional(
        "download_extractor", .component(["DpathExtractor", "CustomRecordExtractor", "ResponseToFileExtractor", "CombinedExtractor"])),
      .required("creation_requester", .component(["HttpRequester", "CustomRequester"])),
      .required("polling_requester", .component(["HttpRequester", "CustomRequester"])),
      .optional("polling_job_timeout", .anyOf([.integer, .string])),
      .optional("failed_retry_wait_time_in_seconds", .anyOf([.limited(.integer, .atLeast(1)), .string])),
      .optional("download_target_requester", .component(["HttpRequester", "CustomRequester"])),
      .required("download_requester", .component(["HttpRequester", "CustomRequester"])),
      .optional("download_paginator", .component(["DefaultPaginator", "NoPagination"])),
      .optional("abort_requester", .component(["HttpRequester", "CustomRequester"])),
      .optional("delete_requester", .component(["HttpRequester", "CustomRequester"])),
      .optional(
        "partition_router",
        .anyOf([
          .component([
            "ListPartitionRouter", "SubstreamPartitionRouter", "GroupingPartitionRouter", "UnionPartitionRouter", "CustomPartitionRouter",
          ]),
          .list(
            .component([
              "ListPartitionRouter", "SubstreamPartitionRouter", "GroupingPartitionRouter", "UnionPartitionRouter", "CustomPartitionRouter",
            ])),
        ])),
      .optional(
        "decoder",
        .component([
          "CsvDecoder", "GzipDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder", "IterableDecoder", "XmlDecoder", "ZipfileDecoder",
          "CustomDecoder",
        ])),
      .optional(
        "download_decoder",
        .component([
          "CsvDecoder", "GzipDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder", "IterableDecoder", "XmlDecoder", "ZipfileDecoder",
          "CustomDecoder",
        ])),
    ],
    "ConfigMigration": [
      .optional("description", .string),
      .required(
        "transformations", .list(.component(["ConfigRemapField", "ConfigAddFields", "ConfigRemoveFields", "CustomConfigTransformation"]))),
    ],
    "StreamGroup": [
      .required("streams", .list(.component(["DeclarativeStream"]))), .required("action", .component(["BlockSimultaneousSyncsAction"])),
    ],
    "BlockSimultaneousSyncsAction": [],
    "ComponentMappingDefinition": [
      .required("field_path", .list(.string)), .required("value", .string),
      .optional("value_type", .choice(["string", "number", "integer", "boolean"])), .optional("create_or_update", .boolean),
      .optional("condition", .string),
    ],
    "HttpComponentsResolver": [
      .required("retriever", .component(["SimpleRetriever", "AsyncRetriever", "CustomRetriever"])),
      .required("components_mapping", .list(.component(["ComponentMappingDefinition"]))),
    ],
    "StreamConfig": [.required("configs_pointer", .list(.string)), .optional("default_values", .list(.object))],
    "ConfigComponentsResolver": [
      .required("stream_config", .anyOf([.component(["StreamConfig"]), .list(.component(["StreamConfig"]))])),
      .required("components_mapping", .list(.component(["ComponentMappingDefinition"]))),
    ],
    "StreamParametersDefinition": [.required("list_of_parameters_for_stream", .list(.object))],
    "ParametrizedComponentsResolver": [
      .required("stream_parameters", .component(["StreamParametersDefinition"])),
      .required("components_mapping", .list(.component(["ComponentMappingDefinition"]))),
    ],
    "DynamicDeclarativeStream": [
      .optional("name", .string), .required("stream_template", .component(["DeclarativeStream", "StateDelegatingStream"])),
      .required(
        "components_resolver", .component(["HttpComponentsResolver", "ConfigComponentsResolver", "ParametrizedComponentsResolver"])),
      .optional("use_parent_parameters", .boolean),
    ],
    "RequestBodyGraphQlQuery": [.required("query", .string)],
    "DpathValidator": [
      .required("field_path", .list(.string)),
      .required("validation_strategy", .component(["ValidateAdheresToSchema", "CustomValidationStrategy"])),
    ],
    "PredicateValidator": [
      .required("value", .anyOf([.string, .number, .object, .list(.any), .boolean, .null])),
      .required("validation_strategy", .component(["ValidateAdheresToSchema", "CustomValidationStrategy"])),
    ],
    "ValidateAdheresToSchema": [.required("base_schema", .anyOf([.string, .object]))],
    "ConfigRemapField": [.required("map", .anyOf([.object, .string])), .required("field_path", .list(.string))],
    "ConfigAddFields": [.required("fields", .list(.component(["AddedFieldDefinition"]))), .optional("condition", .string)],
    "ConfigRemoveFields": [.required("field_pointers", .list(.list(.string))), .optional("condition", .string)],
    "FileUploader": [
      .required("requester", .component(["HttpRequester", "CustomRequester"])),
      .required("download_target_extractor", .component(["DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"])),
      .optional("file_extractor", .component(["DpathExtractor", "CustomRecordExtractor"])), .optional("filename_extractor", .string),
    ],
  ]

  private static let fieldTable: [String: [FieldInfo]] = [
    "SimpleRetriever": [
      .optional("pagination_reset", .component(["PaginationReset"])), .optional("page_size_reduction", .component(["PageSizeReduction"])),
      .optional("request_window_splitting", .component(["RequestWindowSplitting"])),
    ],
    "HttpRequester": [
      .optional("fetch_properties_from_endpoint", .component(["PropertiesFromEndpoint"])),
      .optional("query_properties", .component(["QueryProperties"])),
    ],
    "Spec": [
      .optional(
        "config_normalization_rules",
        .closedRecord(
          .required("type", .choice(["ConfigNormalizationRules"])), .optional("config_migrations", .list(.component(["ConfigMigration"]))),
          .optional(
            "transformations",
            .list(.component(["ConfigRemapField", "ConfigAddFields", "ConfigRemoveFields", "CustomConfigTransformation"]))),
          .optional("validations", .list(.component(["DpathValidator", "PredicateValidator"])))))
    ],
  ]
}
