/// The text of Documentation/Differences.md.
public enum DifferencesPage {
  public static var text: String {
    introduction + Difference.topics.map(section).joined() + unrunnableConnectors
  }

  /// What `headwater quirks` prints.
  public static var quirkList: String {
    Difference.all.filter { !$0.id.isFixed }
      .map { "\($0.id.name)\n  reference: \($0.reference)\n  headwater: \($0.headwater)\n" }
      .joined()
  }

  private static let introduction = """
    <!-- Written by `swift run Generate` from Sources/Quirks. Do not edit. -->
    # Differences from the reference

    The reference is `airbyte-cdk` 7.39.1. Headwater differs from it where it loses, repeats or changes data without a word, runs for ever,
    leaks a secret, or fails on ordinary data.

    Each difference has a name, after what the reference does. `--compat` or `HEADWATER_COMPAT=1` follows the reference in all of them but
    those marked *always*; `--compat=checkpointsEvery600Seconds,neverPrefetches` in some. `headwater quirks` lists what can be followed.

    """

  private static func section(_ title: String, _ differences: [Difference]) -> String {
    let rows = differences.map { difference in
      "| `\(difference.id.name)` | \(difference.reference) | \(difference.headwater)\(difference.id.isFixed ? ", *always*" : "") |\n"
    }
    return "\n## \(title)\n\n| Name | The reference | Headwater |\n|---|---|---|\n" + rows.joined()
  }

  private static let unrunnableConnectors = """

    ## Connectors that the reference cannot run

    Some public manifests do not run there at all. What Headwater does with each kind:

    | Kind | Examples | Headwater |
    |---|---|---|
    | no `spec` in the manifest and none in the package | amazon-ads, harness, marketo, partnerstack, sentry | runs with any config; `validate` warns |
    | a manifest that is not valid against the component schema | airtable | lists every problem with file, line and column |
    | a field named twice among the required ones of the specification | hellobaton | runs |
    | a `RequestOption` with both `field_name` and `field_path` | workable | refuses it with its line, as it is not clear which is meant |
    | a page token that the request's body already has | postmarkapp | fails the stream with the name of the field when both are sent, so that no value is lost |
    | a date or a word in the config that the manifest does not take | babelforce, cimis | names the setting, what it holds and what is allowed |
    | a read that takes more than a minute there | quickbooks | reads it |

    """
}
