package zone_test

import (
	"os"
	"strings"
	"testing"

	"nameyard/zone"
)

// provided is a record that a provider asks for.
type provided struct{ host, kind, priority, target string }

func readProvided(t *testing.T) []provided {
	t.Helper()
	text, err := os.ReadFile("testdata/providers.txt")
	if err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("{d}", "exampledomain.com", "{-}", "exampledomain-com")
	var list []provided
	for line := range strings.Lines(string(text)) {
		parts := strings.Fields(line)
		if len(parts) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(parts) < 5 {
			t.Fatalf("line %q", line)
		}
		p := provided{parts[1], parts[2], parts[3], fill.Replace(strings.Join(parts[4:], " "))}
		switch p.kind {
		case "CNAME", "TXT", "MX", "SRV", "NS":
		default:
			t.Fatalf("line %q", line)
		}
		list = append(list, p)
	}
	return list
}

// None of what providers ask for is stored as another host, however it is typed.
func TestRecordsOfProvidersAreStoredAsTheyAreMeant(t *testing.T) {
	t.Parallel()
	for _, p := range readProvided(t) {
		hosts := []string{p.host, p.host + ".exampledomain.com", p.host + ".exampledomain.com.", strings.ToUpper(p.host), " " + p.host + " "}
		if p.host == "@" {
			hosts = []string{"@", "", "exampledomain.com", "exampledomain.com.", "ExampleDomain.com"}
		}
		targets := []string{p.target}
		if p.kind != "TXT" {
			targets = append(targets, p.target+".", strings.ToUpper(p.target), " "+p.target+" ")
		}
		for _, host := range hosts {
			for _, target := range targets {
				priority := strings.TrimPrefix(p.priority, "-")
				records, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{sent(host, p.kind, target, priority)})
				if err != nil || len(records) != 1 {
					t.Errorf("%s %s %q: %v %v", host, p.kind, target, records, err)
					continue
				}
				if got := records[0]; got.Hostname != p.host || got.Address != p.target || got.Type != p.kind {
					t.Errorf("%q %s %q is stored as %s %s %s", host, p.kind, target, got.Hostname, got.Type, got.Address)
				}
			}
		}
	}
}

// What stands inside the domain may be typed short or in full.
func TestTargetsInTheDomainAreTheSameShortAndInFull(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"mail", "mail.exampledomain.com", "mail.exampledomain.com.", "MAIL", "Mail.ExampleDomain.com."} {
		if got, err := check(t, sent("", "MX", target, "10")); err != nil || got != "@ MX mail.exampledomain.com 10" {
			t.Errorf("%s: %q, %v", target, got, err)
		}
	}
}
