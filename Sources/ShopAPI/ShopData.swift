internal import JSON

/// What the shop holds, made from a number: the same number gives the same shop.
struct ShopData: Sendable {
  struct Order: Sendable {
    let id: String
    let updatedAt: String
    let json: JSONValue
  }

  let customers: [JSONValue]
  /// By the time of their last change.
  let orders: [Order]
  /// By the id of the order.
  let lines: [String: [JSONValue]]

  private static let firstNames = ["Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Femi", "Greta", "Hiro", "Ines", "Jonas", "Keiko", "Lucía"]
  private static let lastNames = ["Adeyemi", "Bianchi", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Haas", "Ito", "Jansen"]
  private static let places = [("Lisbon", "PT"), ("Oslo", "NO"), ("Kyoto", "JP"), ("Lagos", "NG"), ("Turin", "IT"), ("Łódź", "PL")]
  private static let products = [
    ("TEA-100", "Green tea, 100 g", 690), ("CUP-002", "Stoneware cup", 1450), ("POT-010", "Cast-iron pot", 5900),
    ("TRY-004", "Walnut tray", 3200), ("WSK-001", "Bamboo whisk", 1890), ("TIN-007", "Tea tin", 990),
  ]
  private static let statuses = ["open", "paid", "shipped", "delivered", "returned"]

  init(seed: UInt64, customers customerCount: Int, orders orderCount: Int) {
    var random = SplitMix(state: seed)
    customers = (1...customerCount).map { Self.customer($0, &random) }
    var orders: [Order] = []
    var lines: [String: [JSONValue]] = [:]
    // Orders change over the first half of 2025, evenly but for some chance.
    let step = orderCount > 0 ? 181 * 86_400 / orderCount : 0
    for number in 0..<orderCount {
      let id = "ord_\(10_001 + number)"
      let updated = number * step + random.below(max(step, 1))
      let orderLines = (1...(1 + random.below(4))).map { Self.line($0, of: id, &random) }
      let total = orderLines.reduce(0) { $0 + ($1["amount"]?.integerValue ?? 0) }
      lines[id] = orderLines
      let order = Self.order(id, customer: 1 + random.below(customerCount), updated: updated, total: total, &random)
      orders.append(Order(id: id, updatedAt: Self.time(updated), json: order))
    }
    self.orders = orders
    self.lines = lines
  }

  private static func customer(_ number: Int, _ random: inout SplitMix) -> JSONValue {
    let first = firstNames[random.below(firstNames.count)]
    let last = lastNames[random.below(lastNames.count)]
    let (city, country) = places[random.below(places.count)]
    return [
      "id": .integer(number), "name": .string("\(first) \(last)"), "email": .string("customer\(number)@example.com"),
      "phone": random.below(3) == 0 ? .null : .string("+351 2\(10_000_000 + random.below(90_000_000))"),
      "address": ["city": .string(city), "country": .string(country)],
      "newsletter": .bool(random.below(2) == 0), "created_at": .string(time(-86_400 * (1 + random.below(700)))),
    ]
  }

  private static func order(_ id: String, customer: Int, updated: Int, total: Int, _ random: inout SplitMix) -> JSONValue {
    [
      "id": .string(id), "customer_id": .integer(customer), "status": .string(statuses[random.below(statuses.count)]),
      "currency": "EUR", "total": .double(Double(total) / 100), "note": random.below(5) == 0 ? "gift wrap, please" : .null,
      "placed_at": .string(time(updated - random.below(14 * 86_400))), "updated_at": .string(time(updated)),
    ]
  }

  private static func line(_ number: Int, of order: String, _ random: inout SplitMix) -> JSONValue {
    let (sku, title, price) = products[random.below(products.count)]
    let quantity = 1 + random.below(3)
    return [
      "id": .string("\(order)-\(number)"), "sku": .string(sku), "title": .string(title), "quantity": .integer(quantity),
      "price": .integer(price), "amount": .integer(price * quantity),
    ]
  }

  /// An instant as seconds from the start of 2025, written as ISO 8601 in UTC.
  private static func time(_ seconds: Int) -> String {
    var days = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 { (days, rest) = (days - 1, rest + 86_400) }
    var year = 2025
    while days < 0 {
      year -= 1
      days += isLeap(year) ? 366 : 365
    }
    while days >= (isLeap(year) ? 366 : 365) {
      days -= isLeap(year) ? 366 : 365
      year += 1
    }
    var month = 0
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    while days >= lengths[month] {
      days -= lengths[month]
      month += 1
    }
    let parts = [month + 1, days + 1, rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(year)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z"
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
}

/// A small generator of numbers that are the same on every machine.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, but without, `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
