#!/bin/sh
# Makes bin/dist: static binaries for amd64 and arm64, a Debian package of each, an SBOM of each, and the checksums of all.
# The same commit makes the same binaries. Usage: packaging/dist.sh [VERSION]
set -eu
cd "$(dirname "$0")/.."
DIST=bin/dist
VERSION=${1:-$(packaging/version.sh)}
COMMIT=$(git rev-parse HEAD)
NFPM="go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0"
SBOM="go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0"
export DIST VERSION ARCH

rm -rf $DIST
mkdir -p $DIST
for ARCH in amd64 arm64; do
	echo "binary for $ARCH"
	CGO_ENABLED=0 GOOS=linux GOARCH=$ARCH go build -trimpath -ldflags "-s -w -X main.version=$VERSION -X main.commit=$COMMIT" \
		-o "$DIST/nameyard-linux-$ARCH" ./cmd/nameyard
done
CGO_ENABLED=0 go build -trimpath -ldflags "-X main.version=$VERSION" -o $DIST/here ./cmd/nameyard
NAMEYARD_CONFIG='' $DIST/here man | gzip -9n >$DIST/nameyard.1.gz
NAMEYARD_CONFIG='' $DIST/here completion bash >$DIST/nameyard.bash
for ARCH in amd64 arm64; do
	echo "package and SBOM for $ARCH"
	$NFPM package --config packaging/nfpm.yaml --packager deb --target $DIST
	for deb in $DIST/*_"$ARCH".deb; do ! command -v dpkg-deb >/dev/null || packaging/checkdeb.sh "$deb"; done
	$SBOM bin -json -output "$DIST/nameyard-linux-$ARCH.cdx.json" "$DIST/nameyard-linux-$ARCH"
done
rm $DIST/here $DIST/nameyard.1.gz $DIST/nameyard.bash
(cd $DIST && sha256sum -- * >SHA256SUMS && cat SHA256SUMS)
