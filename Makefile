# CI=true make test: a test that would be skipped because something is missing
# on the machine fails instead.

STATICCHECK = go run honnef.co/go/tools/cmd/staticcheck@v0.8.2
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null)
COMMIT = $(shell git rev-parse HEAD 2>/dev/null)
FUZZTIME = 60s
MINUTES = 10
# SQLite itself is machine-made from C with locks of its own, and holds no generic code that another package could be served with: the race
# detector leaves it alone and watches all else, its driver and C library, too. Pointers are not checked there: both together would
# take a third of the time. "go vet" is a part of "make check".
RACE = -race -vet=off -gcflags='modernc.org/...=-d=checkptr=0' -gcflags='modernc.org/sqlite/lib=-d=checkptr=0 -race=false'
SCORECARD = bin/scorecard.jsonl

.DEFAULT_GOAL := help
.PHONY: help run build dist quick setup check formatted test race screenshots pictures torture torture-controls wire galera controls bench bench-panel bench-staff schema tlds fuzz

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s  %s\n", $$1, $$2 }' Makefile

run: ## start the demo: a whole registrar on this machine, nothing to set up
	CGO_ENABLED=0 go run ./cmd/nameyard demo

build: ## make bin/nameyard, a static binary
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)' -o bin/nameyard ./cmd/nameyard

dist: ## make bin/dist: static binaries for amd64 and arm64, Debian packages, SBOMs, checksums
	packaging/dist.sh

# Packages whose tests start no database and no server of their own; their results may come from the cache.
QUICK = $(shell go list -test -f '{{.ImportPath}} {{.Deps}}' ./... | grep '^nameyard[^ ]*\.test ' | \
	grep -v 'nameyard/store/storetest' | sed 's/\.test .*//' | grep -v '/integrations$$')

quick: formatted ## what to run before each commit: gofmt, go vet, the rules of the architecture, the tests without a database
	go vet ./...
	go test $(QUICK)

setup: ## install what the tests use (on Debian as root), or say what is missing
	@sh .ci/setup.sh

formatted:
	@unformatted=$$(gofmt -l .) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "run gofmt -w on:"; echo "$$unformatted"; exit 1; fi

check: formatted ## formatting, go.mod, go vet, staticcheck
	go mod tidy -diff
	go vet ./...
	$(STATICCHECK) ./...

# The stories of the command line start so many servers that the race detector took a quarter of the whole run for them alone. What
# runs in them is raced by the tests of its own packages, and by "make race" here.
test: setup check ## everything: setup, check, all tests, none from the cache; with the race detector but for the command line
	go test $(RACE) -count=1 -timeout 20m $$(go list ./... | grep -v '/cmd/nameyard$$')
	go test -count=1 -timeout 20m ./cmd/nameyard

race: setup ## the tests of the command line with the race detector
	go test $(RACE) -count=1 -timeout 20m ./cmd/nameyard

screenshots: ## take a picture of every page of the panel, in both languages, light and dark, wide and narrow, and of its states: bin/screenshots
	NAMEYARD_SCREENSHOTS=$(abspath bin/screenshots) go test -count=1 -run '^Test(Pages|States)InABrowser$$' ./panel

pictures: ## take the pictures of the documents anew: docs/pictures
	NAMEYARD_PICTURES=$(abspath docs/pictures) go test -count=1 -run '^TestPicturesOfDocuments$$' ./panel

torture: setup ## break whole servers and proofs for MINUTES (10) and print the scorecard; see docs/torture.md
	@mkdir -p bin && rm -f $(SCORECARD)
	@NAMEYARD_SCORECARD=$(abspath $(SCORECARD)) NAMEYARD_TORTURE_MINUTES=$(MINUTES) go test -p 1 -count=1 -timeout 0 \
		$$(grep -rl --include='*_test.go' '"nameyard/torture/scorecard"' . | xargs -n 1 dirname | sort -u); \
	failed=$$?; go run ./torture/score $(SCORECARD) && test $$failed = 0

torture-controls: ## break each protection on purpose (build tags control_*) and show that its test catches it
	@caught=0; all=0; for file in $$(grep -rl --include='*.go' '^//go:build control_' . | sort); do \
		tag=$$(sed -n 's,^//go:build ,,p' $$file); \
		test=$$(sed -n 's,^// Caught by: ,,p' $$file); \
		all=$$((all+1)); \
		folder=$$(dirname $$(grep -rl --include='*_test.go' "^func $$test(" . | head -n 1)); \
		go vet -tags $$tag ./$$(dirname $$file) || exit 1; \
		if go test -count=1 -tags $$tag -run "^$$test$$" $$folder 2>&1 | grep -q "^--- FAIL: $$test "; \
		then caught=$$((caught+1)); echo "caught      $$tag by $$test"; \
		else echo "NOT CAUGHT  $$tag by $$test"; fi; \
	done; \
	echo "controls caught $$caught/$$all"; test $$caught = $$all

# What reaches a registry over EPP, broken in all its lengths; it takes as long as it takes, half an hour on two cores.
WIRE = 'Cut|Wire|EPP|Hostile'

wire: setup ## cut EPP connections at every byte, lose 4,000 answers, kill and simulate over EPP; see docs/torture.md
	@mkdir -p bin && rm -f $(SCORECARD)
	@NAMEYARD_SCORECARD=$(abspath $(SCORECARD)) NAMEYARD_TORTURE_MINUTES=$(MINUTES) go test -p 1 -count=1 -timeout 0 -run $(WIRE) \
		./registry/epp ./orders ./simulation ./torture; \
	failed=$$?; go run ./torture/score $(SCORECARD) && test $$failed = 0

galera: ## two servers on a three-node Galera cluster on this machine, and nodes killed under load
	@sh .ci/setup.sh galera
	go test -count=1 -timeout 30m -v -run '^TestGalera' ./torture/fleet -galera

controls: torture-controls

bench: ## measure speed
	go run ./bench

bench-panel: ## measure the panel's pages for an account of 100,000 names, on both engines or ENGINE=mariadb or sqlite
	go test -run '^$$' -bench 'HundredThousand/$(ENGINE)' -benchtime 20x ./panel

bench-staff: ## measure the operator's pages for 1,000 accounts and a million records, on both engines or ENGINE=; takes minutes to fill
	go test -run '^$$' -bench 'Million/$(ENGINE)' -benchtime 20x -timeout 1h ./panel

schema: ## write docs/schema.md, the picture of the database, from the migrations
	go test -count=1 -run '^TestSchemaIsTheOneInTheDocuments$$' ./store -update

tlds: ## bring the newest list of top-level domains; see zone/rootzone.go
	go get golang.org/x/net@latest
	go mod tidy
	go test -count=1 -v -run '^TestTheListOfTLDsSaysWhereItComesFrom$$' ./zone

# That the time is over when a worker is busy is told by the toolchain as a failure: "context deadline exceeded". A fault has an input.
fuzz: ## run each fuzz test for FUZZTIME (60s)
	@set -e; for package in $$(go list ./...); do \
		targets=$$(go test -list '^Fuzz' $$package); \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "$$package $$target $(FUZZTIME)"; \
			out=$$(go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package 2>&1) || case "$$out" in \
				*"Failing input"*) echo "$$out"; exit 1;; \
				*"context deadline exceeded"*) ;; \
				*) echo "$$out"; exit 1;; \
			esac; \
			echo "$$out" | grep '^fuzz:' | tail -n 1; \
		done; \
	done
