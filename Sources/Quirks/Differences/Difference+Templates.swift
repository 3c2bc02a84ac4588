extension Difference {
  static let templates: [Difference] = [
    Difference(
      .hidesTypeErrors,
      reference: """
        says nothing when a template's type error makes the template's own text its result, which a condition takes for true
        """,
      headwater: "the same result, with a warning once per template that names its place"),
    Difference(
      .keepsFirstUnchangedResult,
      reference: "never renders a text again whose first result equals it",
      headwater: "renders it for every record"),
    Difference(
      .splitsWideCharacters,
      reference: "breaks characters outside the basic plane when `string` is given a list or a mapping",
      headwater: "keeps them whole"),
    Difference(
      .runsTemplatesWithoutLimits,
      reference: "lets templates run as long, and make values as large, as the machine allows",
      headwater: "ends them at limits on steps, bytes, depth and digits, and says which"),
  ]
}
