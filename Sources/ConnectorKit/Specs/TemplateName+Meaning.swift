extension TemplateName {
  /// What the variable holds, for the manual.
  public var meaning: String {
    switch self {
    case .config: "The settings of the user."
    case .parameters: "The `$parameters` of the component."
    case .record: "The record at hand."
    case .response: "The response body as JSON; an empty mapping where it is none."
    case .headers: "The response's headers. For paginators `headers['link']` holds the parsed `Link` header."
    case .streamSlice: "The slice that is read: the partition's values and the bounds of the window. Null where a stream has no slices."
    case .streamPartition, .streamInterval: "Another name of `stream_slice`."
    case .nextPageToken: "A mapping with the one member `next_page_token`; null for the first page, and where records are filtered."
    case .lastRecord: "The last record of the page; null where it has none."
    case .lastPageSize: "How many records the page has."
    case .lastPageTokenValue: "The token with which the page was asked for."
    case .pageSize: "The page size that was asked for."
    case .componentsValues: "The values from which a stream is made of a template."
    case .streamTemplateConfig: "The template that a stream is made of."
    case .rawValue: "The value that is given a type."
    case .rawType: "The API's name of a type."
    case .rawSchema: "What the API tells about a field."
    case .property: "The value of a member of the record."
    case .value: "The value that is to be added."
    case .path: "The path at which it is to be added."
    case .creationResponse: "The response to the request that created the job."
    case .pollingResponse: "The last response that told the job's state."
    case .downloadTarget: "What the download target extractor found, such as an address."
    case .urlBase: "The first part of the request's address."
    case .requestURL: "The address from which the response came, without secrets."
    case .loginResponse: "The login response."
    case .sessionToken: "The token that the login gave."
    }
  }
}
