package words

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var verb = regexp.MustCompile(`%(\[\d+\])?[a-z%]`)

// Both languages say something, and take the same arguments.
func TestEachMessageIsThereInBothLanguages(t *testing.T) {
	for key, m := range catalogue {
		en, sv := verb.FindAllString(m.en, -1), verb.FindAllString(m.sv, -1)
		slices.Sort(en)
		slices.Sort(sv)
		if strings.TrimSpace(m.en) == "" || strings.TrimSpace(m.sv) == "" || !slices.Equal(en, sv) {
			t.Errorf("%s: %q and %q", key, m.en, m.sv)
		}
		if m.en == m.sv && strings.Count(m.en, " ") > 1 {
			t.Errorf("%s is the same in both languages: %q", key, m.en)
		}
	}
}

// otherWords are Swedish words for what has another name on invoices and in the rest of the panel.
var otherWords = regexp.MustCompile(`(?i)kreditnot|annuller|\btoken\b`)

// What has a name is called by it everywhere: one thing that has two is taken for two things.
func TestAThingHasOneName(t *testing.T) {
	for key, m := range catalogue {
		if word := otherWords.FindString(m.sv); word != "" {
			t.Errorf("%s says %q: %q", key, word, m.sv)
		}
	}
	for form, sv := range said {
		if word := otherWords.FindString(sv); word != "" {
			t.Errorf("%q says %q: %q", form, word, sv)
		}
	}
}

// quoted are texts that may be keys: in templates {{t "key"}}, in Go "key".
var quoted = regexp.MustCompile("\"([a-z_0-9]+\\.[a-z_0-9.]*)\"")

// begun are the beginnings of keys that are put together from parts, such as "state." and a state.
func begun(keys map[string]bool) []string {
	var all []string
	for key := range keys {
		if strings.HasSuffix(key, ".") {
			all = append(all, key)
		}
	}
	return all
}

// Each key that a page names is in the catalogue, and each message is said somewhere.
func TestTheCatalogueIsWhatPagesSay(t *testing.T) {
	said := map[string]bool{}
	inTemplates := regexp.MustCompile(`\b(?:t|many) "([^"]+)"`)
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") || filepath.Dir(path) == "../words" && !slices.Contains([]string{"format.go", "times.go", "told.go", "who.go"}, filepath.Base(path)) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch filepath.Ext(path) {
		case ".html":
			for _, m := range inTemplates.FindAllStringSubmatch(string(text), -1) {
				if !Has(m[1]) {
					t.Errorf("%s says %q, which is not in the catalogue", path, m[1])
				}
			}
			fallthrough
		case ".go":
			for _, m := range quoted.FindAllStringSubmatch(string(text), -1) {
				said[m[1]] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	beginnings := begun(said)
	for key := range catalogue {
		if key := strings.TrimSuffix(key, one); !said[key] && !slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) }) {
			t.Errorf("%s is said nowhere", key)
		}
	}
}

func TestOneThingIsNotSeveral(t *testing.T) {
	for n, want := range map[int64]string{0: "0 names", 1: "1 name", 2: "2 names", 1000: "1,000 names"} {
		if got, err := English.Many("domains.count", n); err != nil || got != want {
			t.Errorf("%d: %q, %v", n, got, err)
		}
	}
	if got, _ := Swedish.Many("overview.expired", 1); got != "1 domän har löpt ut" {
		t.Errorf("%q", got)
	}
}

func TestAmountsAndDatesAreWrittenAsTheLanguageHasThem(t *testing.T) {
	at := time.Date(2027, 3, 14, 23, 30, 0, 0, time.UTC)
	now := time.Date(2027, 3, 12, 1, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{English.Amount(106800, "SEK"), "1,068.00\u00a0SEK"},
		{Swedish.Amount(106800, "SEK"), "1\u202f068,00\u00a0kr"},
		{English.Amount(-5, "USD"), "−0.05\u00a0USD"},
		{Swedish.Amount(123456789, "EUR"), "1\u202f234\u202f567,89\u00a0EUR"},
		{English.Amount(1234, "JPY"), "1,234\u00a0JPY"},
		{English.Count(100000), "100,000"},
		{Swedish.Count(-1000), "−1\u202f000"},
		{English.Calendar(at), "2027-03-14"},
		{Swedish.LongCalendar(at), "14\u00a0mars\u00a02027"},
		{English.Moment(at), "2027-03-14 23:30:00 UTC"},
		{English.CalendarAway(at, now), "in 2 days"},
		{Swedish.CalendarAway(now, at), "för 2 dagar sedan"},
		{English.CalendarAway(at, at), "today"},
		{English.CalendarAway(at.AddDate(0, 0, 90), at), "in 90 days"},
		{English.CalendarAway(at.AddDate(0, 0, 91), at), "in 3 months"},
		{English.CalendarAway(at.AddDate(2, 0, 0), at), "in 2 years"},
		{English.CalendarAway(at.AddDate(3, 2, 0), at), "in 3 years"},
		{Swedish.CalendarAway(at, at.AddDate(0, 10, 0)), "för 10 månader sedan"},
		{Swedish.CalendarAway(at, at.Add(-time.Hour*24)), "i morgon"},
		{English.Calendar(time.Time{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
