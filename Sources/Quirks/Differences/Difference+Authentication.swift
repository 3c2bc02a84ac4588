extension Difference {
  static let authentication: [Difference] = [
    Difference(
      .refusesNumericTokenTexts,
      reference: """
        cannot sign JSON web tokens with a secret, a key id or an issuer of digits; makes numbers of a subject, an audience \
        and other headers of digits
        """,
      headwater: "signs with texts"),
    Difference(
      .refusesCalendarSessions,
      reference: "cannot use sessions that are good for months",
      headwater: "can"),
    Difference(
      .takesMissingTokens,
      reference: """
        takes an answer without an access token for one with the token `None`, and saves null in the config, when refresh \
        tokens are saved there
        """,
      headwater: "fails, and says what is missing"),
    Difference(
      .readsTokensTwice,
      reference: """
        logs in twice per request when a session token has no expiry or an OAuth token has expired when it comes
        """,
      headwater: "logs in once per token"),
    Difference(
      .validatesSessionsPerRequest,
      reference: "asks twice per request whether a session token from the config is still good",
      headwater: "asks once; logs in when the API answers 401"),
    Difference(
      .neverRenewsOn401,
      reference: """
        does not renew a session token or an OAuth token that the API refuses with 401, unless the error handler says so
        """,
      headwater: "renews it once per request"),
    Difference(
      .retriesLoginsFor300Seconds,
      reference: """
        asks a token endpoint that is down for 300 s, for each stream and slice anew, whatever its `Retry-After` says; a \
        session login once
        """,
      headwater: "both as `--login-timeout` says (300 s), once for all; keeps `Retry-After`"),
    Difference(
      .refusesDamagedKeys,
      reference: """
        fails on private keys whose line breaks were escaped, or that stand in quotes or are encoded as base64 as a whole, \
        with an internal error
        """,
      headwater: """
        signs with them, and with keys whose line breaks were lost; calls any other key an error of the config and says what \
        is wrong with it
        """),
    Difference(
      .quotesLoginAnswers,
      reference: "quotes what token endpoints and logins answer in failures",
      headwater: "never does; names known error codes, and masks words of such answers"),
  ]
}
