/// Why a request gets no data.
struct ShopError: Error {
  /// The status of the answer.
  let status: Int
  /// A stable name of the problem.
  let code: String
  let message: String
  let headers: [String: String]

  init(_ status: Int, _ code: String, _ message: String, headers: [String: String] = [:]) {
    self.status = status
    self.code = code
    self.message = message
    self.headers = headers
  }
}
