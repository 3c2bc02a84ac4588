// Whoever writes a component imports this module alone: the values its contracts are made of come along.
@_exported public import Dates
@_exported public import Document
@_exported public import JSON
@_exported public import Quirks
@_exported public import Templates
