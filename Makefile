# What can be done here. Bare `make` prints it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.8.0
FUZZTIME ?= 30s
UNWATCHED := modernc.org/... github.com/evanw/esbuild/... github.com/andybalholm/brotli/... golang.org/x/crypto/argon2
BENCH ?=
ROUNDS ?= 200

.PHONY: help run dev build bundle test check lint audit go-test ts-test e2e browsers bench crowd measure screenshot screenshots fuzz golden histories soak

help: ## Print this.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the server with the demo shop on 127.0.0.1:8080, its data in ./data. Needs Go, nothing else.
	@go run ./server serve --demo

# The bundler watches the browser code; the loop below looks at the Go files twice a second. What it starts, it stops.
dev: node_modules ## The same, rebuilt and restarted as you type.
	@built=$$(mktemp -d); server=; bundler=; \
	stop() { kill $$server $$bundler 2>/dev/null || true; wait; rm -rf "$$built"; }; \
	trap stop EXIT; trap 'exit 0' INT TERM; \
	go build -o "$$built/bundler" ./internal/bundle/build; \
	"$$built/bundler" -watch & bundler=$$!; \
	while :; do \
		touch "$$built/stamp"; \
		if go build -o "$$built/nametag" ./server; then "$$built/nametag" serve --demo --dev & server=$$!; fi; \
		until [ -n "$$(find server internal static go.mod -name '*.go' -newer "$$built/stamp" -print -quit)" ]; do sleep 0.5; done; \
		[ -z "$$server" ] || { kill $$server 2>/dev/null || true; wait $$server || true; server=; }; \
	done

build: ## Build the one binary, ./nametag.
	go build -trimpath -o nametag ./server

bundle: node_modules ## Fold the browser code into static/dist.
	go run ./internal/bundle/build

test: go-test ts-test e2e ## Everything that must pass: Go, TypeScript, and a real browser against the real binary.

check: lint audit test ## What CI runs, the linters, and what is known of the dependencies.

lint:
	@unformatted=$$(gofmt -l server internal static); \
	[ -z "$$unformatted" ] || { echo "not formatted (gofmt -w them):"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

audit: node_modules ## Ask which dependencies are known to be unsafe.
	@.ci/audit $(GOVULNCHECK)

# The race detector watches our own code: in SQLite, esbuild, brotli and argon2 it would spend half of the time.
# The random histories run one after the other, so on one core: without the race detector there are twenty times as many of
# them, beside all else.
go-test: node_modules
	.ci/languages
	go vet ./...
	go test ./internal/nametagtest/history & histories=$$!; \
	go test -race $(foreach theirs,$(UNWATCHED),-gcflags='$(theirs)=-race=false') ./... || raced=no; \
	wait $$histories && [ -z "$${raced:-}" ]

histories: ## Nightly: ROUNDS hundreds of random histories of each kind, other ones each time.
	go test ./internal/nametagtest/history -timeout 0 -rounds $(ROUNDS) -seed "$${SEED:-$$(date +%s)}" -v

ts-test: node_modules
	npm run types
	npm test

e2e: node_modules
	chrome="$$(.ci/browser)" && CHROME="$$chrome" npm run e2e

browsers: node_modules ## Try the core stories in Firefox and WebKit, and say which of them isn't installed.
	npm run e2e -- other-browsers

soak: node_modules ## Live through LOADS (1000) page loads in browsers whose network, tabs and server fail, SEED's way; ONLY=7 is one of them.
	chrome="$$(.ci/browser)" && CHROME="$$chrome" LOADS="$${LOADS:-1000}" SEED="$${SEED:-$$(date +%s)}" npm run e2e -- soak.spec --reporter=line

bench: ## Measure ourselves beside the bare limits of this machine (BENCH="…" passes flags).
	go run ./server bench $(BENCH)

crowd: node_modules ## Look through a real panel at 100,000 made-up visitors, and measure it (ROUNDS=3; PROFILE=folder keeps profiles).
	chrome="$$(.ci/browser)" && CHROME="$$chrome" npx tsx e2e/crowd.ts

measure: node_modules ## Measure what nametag.js costs a page at its start, and write it into the README.
	chrome="$$(.ci/browser)" && CHROME="$$chrome" npx tsx e2e/measure.ts

screenshot: node_modules ## Take the README's picture, of the real panel beside the demo shop.
	chrome="$$(.ci/browser)" && CHROME="$$chrome" npx tsx e2e/screenshot.ts

screenshots: node_modules ## Take pictures of every page in every state, for a designer's eye, into e2e/.results/screens (ONLY=visitor: of those alone).
	chrome="$$(.ci/browser)" && CHROME="$$chrome" npx tsx e2e/screenshots.ts

fuzz: ## Fuzz each target for FUZZTIME (30s).
	@grep -rl --include='*_test.go' '^func Fuzz' internal server | while read -r file; do \
		sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$$file" | while read -r name; do \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "./$$(dirname "$$file")" || exit 1; \
		done; \
	done

golden: ## Write the golden files anew; look at what changed before you commit it.
	@grep -rl --include='*_test.go' '"update"' internal server | xargs -n1 dirname | sort -u | while read -r dir; do \
		go test "./$$dir" -update || exit 1; \
	done

node_modules: package-lock.json
	@command -v npm >/dev/null || { echo "This needs Node.js and npm (building the browser code and testing it; running Nametag doesn't)."; exit 1; }
	npm ci
	@touch node_modules
