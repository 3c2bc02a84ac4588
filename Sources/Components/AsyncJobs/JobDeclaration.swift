internal import ConnectorKit

/// What is found in the responses about a job, and in what it made.
struct JobExtraction: Sendable {
  let states: AsyncJobStatusMap
  let status: any RecordExtractor
  let target: (any RecordExtractor)?
  let records: (any RecordExtractor)?
}

/// How a job is created and waited for.
struct JobTerms: Sendable {
  let creation: any Requester
  let polling: any Requester
  /// Minutes that a job may take.
  let timeout: Int?
  /// Seconds before a failed job is created again.
  let retryWait: Int?
}

/// How the records that a job made are downloaded.
struct JobDownloads: Sendable {
  let targetRequester: (any Requester)?
  let requester: any Requester
  let paginator: DefaultPaginator?
}

/// How a job is ended or removed.
struct JobEnd: Sendable {
  let aborting: (any Requester)?
  let deletion: (any Requester)?
}

/// What reads responses about jobs and downloads; JSON when nil.
struct JobDecoders: Sendable {
  let jobs: (any BodyDecoder)?
  let downloads: (any BodyDecoder)?
}
