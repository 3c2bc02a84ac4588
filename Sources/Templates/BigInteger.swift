/// An integer of any size.
public struct BigInteger: Sendable, Hashable {}
