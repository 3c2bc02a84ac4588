internal import ArgumentParser
internal import Dispatch
internal import Foundation

/// A small web shop's API, for demonstrations and tests: the same data at every start, no internet needed.
@main
struct ShopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shop-api", abstract: "Serve a small web shop's API on 127.0.0.1 until SIGINT or SIGTERM.")

  @Option(help: "The port to listen on; 0 lets the system pick one.")
  var port: UInt16 = 8080

  @Option(help: "The number all data is made from.")
  var seed: UInt64 = 2025

  @Option(help: "How many customers there are.")
  var customers = 120

  @Option(help: "How many orders there are.")
  var orders = 300

  @Option(help: "Seconds an access token lasts.")
  var tokenLifetime = 600

  @Option(help: "Answer 429 to every n-th request for a page of orders; 0 means never.")
  var limitEvery = 4

  func validate() throws {
    guard customers >= 1, orders >= 0 else { throw ValidationError("A shop needs at least one customer, and no fewer than 0 orders.") }
    guard tokenLifetime >= 1 else { throw ValidationError("A token must last for at least one second.") }
    guard limitEvery >= 0, limitEvery != 1 else { throw ValidationError("Give 0 for no limit, or 2 or more.") }
  }

  func run() async throws {
    let data = ShopData(seed: seed, customers: customers, orders: orders)
    let server = ShopServer(data: data, tokenLifetime: tokenLifetime, limitEvery: limitEvery)
    try await server.run(port: port, until: StopSignals())
  }
}

/// The signals that end the server, as a sequence of their numbers.
struct StopSignals: Sendable {
  func first() async {
    let (stream, continuation) = AsyncStream<Int32>.makeStream()
    let sources = [SIGINT, SIGTERM].map { number in
      // Without this the process would end before the source is told.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(number) }
      source.resume()
      return source
    }
    for await _ in stream { break }
    for source in sources { source.cancel() }
  }
}
