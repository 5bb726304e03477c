package main

import (
	"runtime"
	"runtime/debug"
)

type versionCmd struct{}

// buildOf is what a binary was made of.
type buildOf struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

// Run prints version, commit and Go version.
func (c *versionCmd) Run(p *program) error {
	b := buildOf{Version: version, Commit: commit(), Go: runtime.Version()}
	return p.out.say(b, "nameyard %s (commit %s, %s)", b.Version, b.Commit, b.Go)
}

// commit is the revision that the binary was built from, with "+" if files were changed.
func commit() string {
	about, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, dirty := "unknown", ""
	for _, s := range about.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				dirty = "+"
			}
		}
	}
	return revision + dirty
}
