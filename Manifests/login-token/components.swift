import ConnectorKit

/// Logs in with name and password and sends the token it gets, as long as that is good.
struct LoginToken: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "LoginToken", "Logs in for a token of short life and sends it with each request.",
    fields: Field<TemplateText>.template("login_url", doc: "Where to log in.").variables(.config),
    Field<TemplateText>.template("username", doc: "The user's name.").variables(.config),
    Field<TemplateText>.template("password", doc: "The user's password.").variables(.config),
    Field<Int>.integer("lifetime_seconds", doc: "How long a token is used.").limited(.above(0)).default(300, shown: 300),
    make: LoginToken.init)

  let loginURL: TemplateText
  let username: TemplateText
  let password: TemplateText
  let lifetime: Int
  private let tokens = Tokens()

  init(loginURL: TemplateText, username: TemplateText, password: TemplateText, lifetime: Int) {
    self.loginURL = loginURL
    self.username = username
    self.password = password
    self.lifetime = lifetime
  }

  /// A token that the API refuses is renewed once before the refusal counts.
  var renewsRefusedCredentials: Bool { true }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    let now = scope.run.clock.monotonicSeconds()
    let token = try await tokens.token(at: now, lifetime: Double(lifetime)) { try await logIn(scope) }
    var options = RequestOptions()
    options.headers["X-Token"] = .string(token)
    return options
  }

  func refresh(after request: HTTPRequest, _ scope: RequestScope) async throws -> Bool {
    await tokens.forget(request.headers["X-Token"])
    return true
  }

  private func logIn(_ scope: RequestScope) async throws -> String {
    let variables = TemplateScope(scope)
    var options = RequestOptions()
    options.bodyJSON = ["name": .string(try username.string(variables)), "password": .string(try password.string(variables))]
    let request = try RequestAssembly.request(method: "POST", address: loginURL.string(variables), options: options)
    let answer = try await scope.run.fetch(request)
    guard answer.isOK, let token = answer.json?["token"]?.string else {
      throw SyncError(.config, "The login was refused with status \(answer.status). Check the user's name and password.")
    }
    scope.run.secrets.addSecret(token)
    return token
  }

  /// The token in use. Requests that come while a login is under way wait for it.
  private actor Tokens {
    private var current: (login: Task<String, any Error>, from: Double)?

    func token(at now: Double, lifetime: Double, _ logIn: @escaping @Sendable () async throws -> String) async throws -> String {
      if let current, now - current.from < lifetime { return try await current.login.value }
      let login = Task { try await logIn() }
      current = (login, now)
      do {
        return try await login.value
      } catch {
        current = nil
        throw error
      }
    }

    func forget(_ token: String?) async {
      if let current, let token, (try? await current.login.value) == token { self.current = nil }
    }
  }
}
