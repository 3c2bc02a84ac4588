/// The manual's first page: all components, by contract.
struct IndexPage {
  let index: ComponentIndex

  var text: String {
    var text = ReferenceManual.notice + Self.introduction
    for slot in index.slots {
      text += "\n### \(slot.name)\n\n"
      text += Markdown.table(["Type", "What it does"], slot.entries.map { ["[\($0.type)](Components/\($0.type).md)", $0.summary] })
    }
    return text + "\n" + Self.json
  }

  private static let introduction = """
    # Reference of the manifest language

    A manifest is a YAML mapping of the type [DeclarativeSource](Components/DeclarativeSource.md). It is made of components: mappings with a
    `type`, which says what the others of their members, the fields, mean. Each component has a page here with its fields, their types,
    defaults and meanings, and examples.

    - [Templates](Templates.md): what may stand between `{{` and `}}`, and the variables, filters, tests and functions there.
    - [Dates and durations](Dates.md): how they are written.
    - `headwater components TYPE` prints what a page says. [Schemas](../../Schemas/README.md) makes it known to editors.

    Any part of a manifest may be written as `{$ref: "#/definitions/name"}` and stand elsewhere in it; members beside the `$ref` win over
    those of the part. `$parameters` of a component are fields for it and all components within, where those have no such field.

    ## Components by contract

    Components under one heading do the same work and may stand in each other's place, where a field allows it.

    """

  private static let json = """
    ## As JSON

    `headwater components --format json` prints all of this for programs, `headwater components --format json TYPE` one component. The output
    is an object with the list `components`. Members may be added in later versions; those named here stay.

    | Member of a component | Meaning |
    | --- | --- |
    | `type` | the name that `type` has in manifests |
    | `slot` | the contract that the component fulfils; its own type for a part of other components |
    | `summary` | what the component does |
    | `origin` | `built_in`, `slot` (stands for a component of the connector's own) or `custom` (such a component) |
    | `type_member` | whether the manifest has to write the type: `required`, `optional` or `ignored` |
    | `fields` | the fields, in the order of the manual |
    | `examples` | declarations in YAML |

    | Member of a field | Meaning |
    | --- | --- |
    | `name` | the field's name |
    | `type` | what it may hold: an object with a `kind` |
    | `required` | whether it has to be there |
    | `default` | what holds without it; null when there is nothing to say |
    | `doc` | what it means |
    | `variables` | what its templates know; empty when it is taken as it stands |
    | `deprecated` | whether it is kept for old manifests only |
    | `default_type` | the type of a component in it that names none, or null |
    | `examples` | values that it may have |

    | `kind` | Other members |
    | --- | --- |
    | `any`, `string`, `integer`, `number`, `boolean`, `null`, `object` | none |
    | `list`, `mapping` | `of`: the type of elements or members |
    | `choice` | `values`: the words that may stand |
    | `component` | `types`: the types that may stand |
    | `any_of` | `types`: the alternatives |
    | `record` | `fields`: its members, as those of a component; `closed`: whether there may be no others |

    Bounds stand beside `kind`: `at_least` and `above` for numbers, `minimum_count` and `distinct` for lists.

    """
}
