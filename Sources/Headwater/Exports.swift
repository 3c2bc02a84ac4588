// A program that reads connectors, or a package of components, imports this module alone.
@_exported public import Components
@_exported public import ConnectorKit
@_exported public import Sync
