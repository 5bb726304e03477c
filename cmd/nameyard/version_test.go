package main

import (
	"bytes"
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersionComesFromTheBestSourceThatKnowsIt(t *testing.T) {
	t.Parallel()
	stamp := []debug.BuildSetting{{Key: "vcs.revision", Value: "abc123"}, {Key: "vcs.modified", Value: "true"}}
	unpacked := buildOf{Version: "v1.4.0", Commit: "def456"}
	checkout := buildOf{Version: "$Format:%(describe:tags=true)$", Commit: "$Format:%H$"}
	for name, c := range map[string]struct {
		said          buildOf
		module        string
		settings      []debug.BuildSetting
		tarball       buildOf
		version, from string
	}{
		"make build":                {buildOf{Version: "v1.5.0", Commit: "fff"}, "v0.0.0-2026", stamp, unpacked, "v1.5.0", "fff"},
		"go build in a checkout":    {buildOf{}, "v0.0.0-2026+dirty", stamp, checkout, "v0.0.0-2026+dirty", "abc123+"},
		"go install MODULE@v1.5.0":  {buildOf{}, "v1.5.0", nil, checkout, "v1.5.0", "unknown"},
		"a source tarball":          {buildOf{}, "(devel)", nil, unpacked, "v1.4.0", "def456"},
		"a tarball without a tag":   {buildOf{}, "(devel)", nil, buildOf{Commit: "def456"}, "unknown", "def456"},
		"a tarball of an old git":   {buildOf{}, "(devel)", nil, buildOf{Version: "%(describe:tags=true)", Commit: "def456"}, "unknown", "def456"},
		"go build -buildvcs=false":  {buildOf{}, "(devel)", nil, checkout, "unknown", "unknown"},
		"no build information here": {buildOf{}, "", nil, checkout, "unknown", "unknown"},
	} {
		about := &debug.BuildInfo{Settings: c.settings}
		about.Main.Version = c.module
		if b := newBuild(c.said, about, c.tarball); b.Version != c.version || b.Commit != c.from {
			t.Errorf("%s: version %s, commit %s, want %s, %s", name, b.Version, b.Commit, c.version, c.from)
		}
	}
}

func TestVersionFlagSaysWhatTheCommandSays(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	if flag, command := s.must("--version"), s.must("version"); flag != command || !strings.HasPrefix(flag, "nameyard ") {
		t.Errorf("--version says %q, version says %q", flag, command)
	}
}

func TestBareCommandPrintsHelp(t *testing.T) {
	t.Parallel()
	var out, errOut bytes.Buffer
	code := run(t.Context(), nil, strings.NewReader(""), &out, &errOut)
	if help := newShell(t).must("--help"); code != exitDone || out.String() != help || errOut.Len() > 0 {
		t.Errorf("exit %d, %s%s, want what --help prints", code, &out, &errOut)
	}
}
