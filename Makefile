# `make` alone lists what there is.
.DEFAULT_GOAL := help

# Tools are pinned here and nowhere else. They are built from source into .tools the first time they are needed.
GOLANGCI_LINT := v2.12.2
GOVULNCHECK   := v1.8.0
TOOLS := $(CURDIR)/.tools
export GOBIN := $(TOOLS)

# A Go vulnerability database, as a folder or an archive of one, for scanning without a network.
VULNDB ?= $(firstword $(wildcard ../shared/data/vulndb/govulndb-*.tar.gz))
# How many inputs make fuzz tries on each target. It is a count since a duration may fail by chance: the deadline itself is
# reported as a failing test (go.dev/issue/75804, mended in Go 1.27).
FUZZTIME ?= 50000x
# What make bench generates, in megabytes of JSON pages.
SIZE ?= 200

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## compile bin/carehouse
	go build -trimpath -o bin/ ./cmd/carehouse

.PHONY: demo
demo: build ## simulate the APIs, sync them in full, change them, sync again, and look around
	bin/carehouse demo --home carehouse-demo --replace

.PHONY: test
test: ## run every test with the race detector
	go test -race -timeout 40m ./...

.PHONY: golden
golden: ## rewrite the golden files; read the diff before committing it
	go test ./models/tebra ./transform ./transform/ccd ./cmd/internal/cli -update

.PHONY: fuzz
fuzz: ## look for inputs nobody thought of, FUZZTIME of them for each target
	@set -e; for file in $$(grep -rl --include='*_test.go' '^func Fuzz' .); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\).*/\1/p' $$file); do \
			echo "$$target $$(dirname $$file)"; \
			go test $$(dirname $$file) -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME); \
		done; \
	done

.PHONY: bench
bench: build ## measure against the engine's own JSON reader; SIZE=1000 for a gigabyte
	go run ./cmd/internal/bench -size $(SIZE)

.PHONY: lint
lint: $(TOOLS)/golangci-lint ## check the style
	@# The cache is this checkout's own: what another one left in a shared cache has that one's paths, and the rules by
	@# path would miss it.
	GOLANGCI_LINT_CACHE=$(TOOLS)/cache $(TOOLS)/golangci-lint run

.PHONY: vuln
vuln: $(TOOLS)/govulncheck ## look for known vulnerabilities in what is linked in
	@.ci/vuln $(TOOLS)/govulncheck "$(VULNDB)"

$(TOOLS)/golangci-lint:
	go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT)

$(TOOLS)/govulncheck:
	go install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK)
