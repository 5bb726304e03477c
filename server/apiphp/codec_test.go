package apiphp

import (
	"path/filepath"
	"testing"

	"nameyard/actions"
)

func TestEveryActionHasACodecAndAGoldenCase(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, a := range actions.Table {
		known[a.Name] = true
		if _, ok := codecs[a.Name]; !ok {
			t.Errorf("action %s has no codec", a.Name)
		}
		cases, err := filepath.Glob("../../testdata/api/" + a.Name + "/*.txtar")
		if err != nil || len(cases) == 0 {
			t.Errorf("action %s has no golden case in testdata/api (%v)", a.Name, err)
		}
	}
	for name := range codecs {
		if !known[name] {
			t.Errorf("codec %s belongs to no action", name)
		}
	}
	folders, err := filepath.Glob("../../testdata/api/*/")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !known[filepath.Base(folder)] {
			t.Errorf("testdata/api/%s belongs to no action", filepath.Base(folder))
		}
	}
}
