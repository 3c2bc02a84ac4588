internal import ConnectorKit

/// The fields of a connections file, which its validator and its JSON schema are made from.
enum ConnectionsFields {
  static let file: FieldType = .closedRecord(
    .optional(
      "project", .string,
      doc:
        "The name under which connections are recorded in destinations. Files that share a destination need different ones. Default: `default`."
    ),
    .optional("include", .list(.string), doc: "Other files, relative to this one, whose elements belong to this file."),
    .optional("target", target, doc: "Where connections run. Default: this machine."),
    .optional("sources", .mapping(source), doc: "Where records are read from, by name."),
    .optional("destinations", .mapping(destination), doc: "Where records are stored, by name."),
    .optional("connections", .mapping(connection), doc: "Which streams are kept up to date from a source to a destination, by name."),
    .optional(
      "moved",
      .list(
        .closedRecord(
          .required("from", .string, doc: "The old address, such as `connections.shop` or `connections.shop.streams.orders`."),
          .required("to", .string, doc: "The new address."))),
      doc: "Elements and streams that got other names. Records and states are kept."))

  static let target: FieldType = .closedRecord(
    .required("type", .choice(["airbyte"]), doc: "An Airbyte server."),
    .required("url", .string, doc: "The address of its public API, such as `https://airbyte.example.com/api/public/v1`."),
    .optional("workspace", .string, doc: "The name or the ID of the workspace. Default: the only one."),
    .optional("client_id", .string, doc: "The ID of an application that may use the API."),
    .optional("client_secret", .string, doc: "Its secret."),
    .optional("username", .string, doc: "A user, for servers with basic authentication."),
    .optional("password", .string, doc: "The user's password."),
    .optional("token", .string, doc: "An access token that was made before."))

  static let settings: FieldType = .anyOf([.object, .string])

  static let source: FieldType = .closedRecord(
    .optional("manifest", .string, doc: "A manifest: a YAML file, or a directory with a manifest.yaml."),
    .optional("airbyte", .string, doc: "The command of an Airbyte source, such as `source-faker`."),
    .optional("singer", .string, doc: "The command of a Singer tap, such as `tap-csv`."),
    .optional("definition", .string, doc: "On an Airbyte server: the name or the ID of an installed source connector."),
    .optional(
      "config", settings,
      doc: "The settings of the source, or a file with them. `${NAME}` is an environment variable, `${file:PATH}` a file's content."))

  static let destination: FieldType = .closedRecord(
    .optional("sqlite", .string, doc: "A SQLite file. It is created with the first tables."),
    .optional("postgres", .string, doc: "The address of a PostgreSQL database: `postgres://USER@HOST/DATABASE`."),
    .optional("jsonl", .string, doc: "A directory for files of JSON lines."),
    .optional("csv", .string, doc: "A directory for CSV files."),
    .optional("airbyte", .string, doc: "The command of an Airbyte destination."),
    .optional("singer", .string, doc: "The command of a Singer target."),
    .optional("definition", .string, doc: "On an Airbyte server: the name or the ID of an installed destination connector."),
    .optional("schema", .string, doc: "The schema of the tables in PostgreSQL. Default: `public`."),
    .optional("config", settings, doc: "The settings of a destination that is a program or on a server, or a file with them."),
    .optional(
      "state", .string, doc: "The file for states of a destination that is a program. Default: the destination's name with `.state.json`."))

  static let mode: FieldType = .choice(StreamChoice.Mode.allCases.map(\.rawValue))

  static let key: FieldType = .anyOf([.string, .list(.anyOf([.string, .list(.string)]))])

  static let stream: FieldType = .closedRecord(
    .required("name", .string, doc: "A stream, or a pattern with `*` and `?` for several."),
    .optional("mode", mode, doc: "How the stream is synced. Default: that of the connection."),
    .optional("cursor", .string, doc: "The field that tells which records are new, where the source lets it be chosen."),
    .optional("key", key, doc: "The fields that identify a record. Default: the stream's own."),
    .optional(
      "fields", .limited(.list(.string), .minimumCount(1)),
      doc: "The fields to store. Default: all. The key and the cursor are always stored."))

  static let connection: FieldType = .closedRecord(
    .required("source", .string, doc: "The name of a source."),
    .required("destination", .string, doc: "The name of a destination."),
    .optional(
      "streams", .list(.anyOf([.string, stream])), doc: "The streams to sync: names, patterns, or mappings with settings. Default: all."),
    .optional(
      "mode", mode,
      doc: "How streams are synced. Default: by cursor and key where they have both, by cursor where they have one, whole otherwise."),
    .optional("prefix", .string, doc: "What the names of tables begin with."),
    .optional("schema", .string, doc: "The schema of the tables in PostgreSQL. Default: that of the destination."),
    .optional("tags", .list(.string), doc: "Words by which commands choose connections."),
    .optional(
      "schedule", .string,
      doc: "When it runs, as five fields of cron: minute, hour, day, month, day of the week. Used by exports and servers."))
}
