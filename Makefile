# OpsLedger. `make help` lists every target.
SHELL := /bin/bash
.DEFAULT_GOAL := help
TAGS := migrated_fynedo,no_animations,no_emoji
GOFLAGS := -buildvcs=false
export GOFLAGS

BUILD_PACKAGES := gcc libc6-dev pkg-config libgl-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev
SCREEN_PACKAGES := xvfb xauth xdotool x11-xkb-utils libgl1-mesa-dri imagemagick poppler-utils
TEST_PACKAGES := qpdf libreoffice-writer-nogui $(SCREEN_PACKAGES)
WINE_PACKAGES := wine wine64 binutils-mingw-w64-x86-64
WINDOWS_PACKAGES := gcc-mingw-w64-x86-64 imagemagick
PACK_PACKAGES := gettext-base desktop-file-utils binutils xz-utils imagemagick

# Longer than one line can say, or asked for by name only.
.PHONY: help run test unit lint race fuzz simulate torture wine dist dist-linux dist-windows try-dist try-windows bench golden shots build ctl deps-build deps-test clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: deps-build build ## open the window on demo data; without a display, walk the main job and leave out/
	@.ci/walk

test: deps-test lint unit ## everything that must hold; installs what it needs

lint: ## gofmt, vet for Linux and Windows, staticcheck
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt-ed:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet -tags $(TAGS) ./...
	go vet -tags $(TAGS),walk ./cmd/opsledger
	CGO_ENABLED=0 GOOS=windows go vet ./app/... ./storage/... ./reports/... ./assets/... ./cmd/opsctl
	go tool staticcheck -tags $(TAGS) ./...

unit: ## all tests
	go test -tags $(TAGS) -timeout 60m ./...

race: ## the tests that share memory, under the race detector
	go test -race -tags $(TAGS) ./storage/... ./app/...
	go test -race -run AtOnce ./reports/gongwen

fuzz: ## every fuzz target for FUZZTIME (default 30s)
	@set -e; for t in $$(grep -rlE '^func Fuzz' --include='*_test.go' .); do \
	  for f in $$(sed -nE 's/^func (Fuzz[A-Za-z]+).*/\1/p' $$t); do echo "$$(dirname $$t) $$f"; \
	  go test -run xxx -fuzz "^$$f\$$" -fuzztime $${FUZZTIME:-30s} -fuzzminimizetime=10x $$(dirname $$t); done; done

simulate: ## peers that meet: N schedules over real stores (default 20,000, from SEED), SCHEDULES in memory (default 100,000)
	go test -run PeersConverge ./app/ledger -schedules $${SCHEDULES:-100000} -timeout 10h
	go test -run HoldTheSame ./cmd/internal/meeting -v -timeout 10h -args -schedules $${N:-20000} -seed $${SEED:-$$$$}

torture: ## failing disks, power cuts and kills, many more than the tests try (TORTURE="-points N -images N -kills N -seed N")
	go test ./cmd/internal/torture -v -timeout 10h -args $${TORTURE:--points 50000 -images 100000 -kills 2000 -seed $$$$}

wine: ## opsctl's scripts and the store's tests as Windows programs, under Wine; installs it
	@.ci/packages "to run Windows programs" $(WINE_PACKAGES)
	@.ci/wine

dist: dist-linux dist-windows ## packages for Linux (.deb, tar.xz) and Windows (zip) with their checksums, into out/dist
	@cat out/dist/SHA256SUMS

dist-linux: deps-build ## the packages for Linux into out/dist; says the lowest glibc
	@.ci/packages "to pack" $(PACK_PACKAGES)
	@rm -rf out/dist
	@TAGS=$(TAGS) .ci/linux/build
	@cd out/dist && sha256sum opsledger* >SHA256SUMS

try-dist: ## what is in out/dist, installed and unpacked on a clean Debian: both programs start, a bundle opens by its type; needs root
	@.ci/packages "to try the packages" debootstrap
	@.ci/linux/try

dist-windows: ## both programs for Windows, with icon, version and manifest, as a zip into out/dist; installs the compiler
	@.ci/packages "to build for Windows" $(WINDOWS_PACKAGES)
	@TAGS=$(TAGS) .ci/windows/build
	@.ci/windows/pack
	@cd out/dist && sha256sum opsledger* >SHA256SUMS

try-windows: dist-windows ctl ## the zip just made, unpacked and used under Wine; says what Wine can't show; installs it
	@.ci/packages "to run Windows programs" $(WINE_PACKAGES) $(SCREEN_PACKAGES) unzip
	@.ci/windows/try

bench: ## benchmarks
	cd storage/cryptvfs/bench && go test -run xxx -bench . -benchtime 5x .
	go test -tags $(TAGS) -run xxx -bench . -benchtime 2x ./...

golden: ## write golden files anew; read the difference before committing
	go test ./storage ./app/rule/digest ./reports -update
	go test -tags $(TAGS) ./ui/widgets -args -update

shots: ## pictures of every screen in every state and look into out/shots (SHOTTICKETS: tickets of the demo year, default 240)
	@mkdir -p out/shots
	go test -tags $(TAGS) ./cmd/opsledger -run EveryScreen -count 1 -timeout 60m -args -shots $(CURDIR)/out/shots -shot-tickets $${SHOTTICKETS:-240}
	@ls out/shots | wc -l

build: ctl ## both programs into bin/
	go build -tags $(TAGS) -o bin/opsledger ./cmd/opsledger

ctl: ## the command line into bin/, one static file
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/opsctl ./cmd/opsctl

deps-build: ## Debian packages for building the window
	@.ci/packages "to build and show the window" $(BUILD_PACKAGES) $(SCREEN_PACKAGES)

deps-test: ## Debian packages for the tests
	@.ci/packages "to build and test" $(BUILD_PACKAGES) $(TEST_PACKAGES)

clean: ## remove what was built
	rm -rf bin out
