internal import CCurl

/// The library as a whole: it is set up once for the process, before any other call.
enum LibCurl {
  /// False when libcurl could not be set up; every request then fails with a message of its own.
  static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

  /// Whether libcurl can be told when a head has come what to do about the body's encoding. Later versions decide while they read the head.
  static let decidesLate: Bool = {
    guard let info = curl_version_info(CURLVERSION_FIRST) else { return false }
    return info.pointee.version_num < 0x08_00_00
  }()

  /// Whether this libcurl was built with HTTP/2.
  static let speaksHTTP2: Bool = {
    guard let info = curl_version_info(CURLVERSION_FIRST) else { return false }
    return info.pointee.features & CURL_VERSION_HTTP2 != 0
  }()
}
