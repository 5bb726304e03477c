package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// importZone imports the zone file of onair.com, as it is and changed, into a demo that has it.
func importZone(t *testing.T, s *shell, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "zone")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(text)
	if out := s.must("zone", "import", "onair.com", file, "--apply"); !strings.HasSuffix(out, "onair.com: 1 records, 0 of them new, 0 removed: there is nothing to change\n") {
		t.Errorf("an import of what is there:\n%s", out)
	}
	write("$TTL 600\n@ IN SOA ns. root. 1 2 3 4 5\nwww A 192.0.2.8\n@ MX 10 mail\n")
	const difference = `- www 3600 A 192.0.2.7
+ www 600 A 192.0.2.8
+ @ 600 MX 10 mail.onair.com
left out, line 2: the SOA is made by this server
onair.com: 2 records, 2 of them new, 1 removed: `
	if out := s.must("zone", "import", "onair.com", file); out != difference+"nothing was changed; --apply saves it\n" {
		t.Errorf("the difference:\n%s", out)
	}
	if out := s.must("zone", "show", "onair.com"); !strings.Contains(out, "192.0.2.7") {
		t.Errorf("the zone was changed without --apply:\n%s", out)
	}
	if out := s.must("zone", "import", "onair.com", file, "--apply"); out != difference+"saved\n" {
		t.Errorf("the import:\n%s", out)
	}
	if out := s.must("zone", "show", "onair.com"); !strings.Contains(out, "www   A     600  -         192.0.2.8\n") {
		t.Errorf("after the import:\n%s", out)
	}
	write("www A 192.0.2.9\n$INCLUDE other\nwww PTR x\n")
	if r := s.run("zone", "import", "onair.com", file, "--apply"); r.code != exitRefused || !strings.Contains(r.errOut, "line 2: $INCLUDE is not followed") || !strings.Contains(r.errOut, "line 3: records of type PTR") {
		t.Errorf("a faulty file: exit %d, %s", r.code, r.errOut)
	}
	if r := s.run("zone", "import", "onair.com", file+"x"); r.code != exitRefused || !strings.Contains(r.errOut, "there is no file") {
		t.Errorf("no file: exit %d, %s", r.code, r.errOut)
	}
	var changed zoneDifference
	write("www A 192.0.2.8\n")
	s.decode(&changed, "zone", "import", "onair.com", file)
	if changed.Applied || changed.Records != 1 || len(changed.Removed) != 2 || len(changed.Added) != 1 {
		t.Errorf("as JSON: %+v", changed)
	}
}
