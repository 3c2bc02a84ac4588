.PHONY: demo test build static install setup format fuzz bench micro-bench

# Syncs a small shop's API, which runs on this machine, into a SQLite file, twice, with the connector in Manifests/shop.
demo: setup
	swift build -c release --product headwater
	swift build -c release --product shop-api
	Scripts/demo

# All tests, none of which needs the internet. Those of PostgreSQL start a server of their own.
test:
	@Scripts/setup --tests
	swift test

# Headwater beside the reference on pages from a local server: Benchmarks/README.md. CASES="plain wide" and ROUNDS=5 choose.
bench: setup
	python3 Benchmarks/harness/main.py --rounds $(or $(ROUNDS),3) $(CASES)

# The hot paths alone, in nanoseconds for each operation.
micro-bench: setup
	swift run -c release MicroBenchmarks $(CASES)

build: setup
	swift build -c release --product headwater
	swift build -c release --product headwater-server

# The command with the Swift runtime linked in: it starts sooner and takes less CPU, but loads no components in Swift files.
static: setup
	swift build -c release --static-swift-stdlib --product headwater --scratch-path .build/static
	swift build -c release --static-swift-stdlib --product headwater-server --scratch-path .build/static

# Installs the command, and the modules that components in Swift files are compiled with.
PREFIX ?= /usr/local
install: build
	Scripts/install "$(PREFIX)"

# Installs the libraries that are missing.
setup:
	@Scripts/setup

format:
	swift format -i -r Sources Tests Package.swift

# Tries changed seeds on everything that takes text from outside: make fuzz SECONDS=600 SEED=2. Findings go to .build/findings.
SECONDS ?= 60
SEED ?= 1
fuzz: setup
	swift build -c release --product Fuzz
	$$(swift build -c release --show-bin-path)/Fuzz --seconds $(SECONDS) --seed $(SEED)
