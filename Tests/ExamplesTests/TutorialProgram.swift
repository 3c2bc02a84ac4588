import Headwater

let catalog = Catalog.standard.adding(AttributesToObject.spec)

func names(_ connector: Connector, _ config: JSONObject) async throws -> [String] {
  var names: [String] = []
  for try await record in try connector.records(of: "items", config: config) {
    if let name = record["name"]?.stringValue { names.append(name) }
  }
  return names
}
