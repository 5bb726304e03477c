package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// What the build says of itself (-ldflags "-X main.version=… -X main.commit=…"); empty where it said nothing.
var version, commit string

// What "git archive" writes into a source tarball (.gitattributes: export-subst). In a checkout they keep their dollar sign.
const (
	archivedVersion = "$Format:%(describe:tags=true)$"
	archivedCommit  = "$Format:%H$"
)

// unknown stands for what the binary has no knowledge of.
const unknown = "unknown"

type versionCmd struct{}

// buildOf is what a binary was made of.
type buildOf struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

func (b buildOf) String() string {
	return fmt.Sprintf("nameyard %s (commit %s, %s)", b.Version, b.Commit, b.Go)
}

// Run prints version, commit and Go version.
func (c *versionCmd) Run(p *program) error {
	b := thisBuild()
	return p.out.say(b, "%s", b)
}

func thisBuild() buildOf {
	about, ok := debug.ReadBuildInfo()
	if !ok {
		about = new(debug.BuildInfo)
	}
	return newBuild(buildOf{Version: version, Commit: commit}, about, buildOf{Version: archivedVersion, Commit: archivedCommit})
}

// newBuild puts together what a binary was made of. What the build said goes first, then what the Go command stamped into it,
// then what a source tarball says of itself.
func newBuild(said buildOf, about *debug.BuildInfo, tarball buildOf) buildOf {
	module := about.Main.Version
	if module == "(devel)" {
		module = ""
	}
	return buildOf{
		Version: firstKnown(said.Version, module, tarball.Version),
		Commit:  firstKnown(said.Commit, stampedCommit(about.Settings), tarball.Commit),
		Go:      runtime.Version(),
	}
}

// stampedCommit is the revision in the Go command's stamp, with "+" if files were changed; empty without a stamp.
func stampedCommit(settings []debug.BuildSetting) string {
	revision, changed := "", ""
	for _, s := range settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				changed = "+"
			}
		}
	}
	if revision == "" {
		return ""
	}
	return revision + changed
}

func firstKnown(candidates ...string) string {
	for _, c := range candidates {
		if c != "" && !strings.HasPrefix(c, "$Format:") && !strings.HasPrefix(c, "%(") { // an old git leaves what it does not know
			return c
		}
	}
	return unknown
}
