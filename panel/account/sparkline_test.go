package account

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// The bars of the last weeks are as high as their weeks had names: none where there was none, all alike where all were, and the smallest
// is seen beside the largest. Whoever cannot see them has the same numbers in a table.
func TestSparklineDrawsTheWeeksAsTheyWere(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		what   string
		weeks  []int64
		bars   string // x, y and height of each
		label  string
		counts string
	}{
		{"no name", []int64{0, 0, 0}, "", "at most 0 in one", "2026-01-05 0, 2026-01-12 0, 2026-01-19 0"},
		{"one name", []int64{0, 1, 0}, "23,0,47", "at most 1 in one", "2026-01-05 0, 2026-01-12 1, 2026-01-19 0"},
		{"equal weeks", []int64{7, 7, 7}, "3,0,47 23,0,47 43,0,47", "at most 7 in one", "2026-01-05 7, 2026-01-12 7, 2026-01-19 7"},
		{"a half and a quarter", []int64{8, 4, 2}, "3,0,47 23,23,24 43,35,12", "at most 8 in one", "2026-01-05 8, 2026-01-12 4, 2026-01-19 2"},
		{"one beside a million", []int64{1, 1_000_000}, "3,45,2 23,0,47", "at most 1,000,000 in one", "2026-01-05 1, 2026-01-12 1,000,000"},
		{"as many as there can be", []int64{math.MaxInt64, 0}, "3,0,47", "at most 9,223,372,036,854,775,807 in one", "2026-01-05 9,223,372,036,854,775,807, 2026-01-12 0"},
	} {
		var line sparkline
		for i, n := range c.weeks {
			line = append(line, reseller.Week{From: monday.AddDate(0, 0, 7*i), Registered: n})
		}
		body, err := pages.Write("account/overview", "content", page.View{Language: words.English, Data: overviewData{Names: 1, Spark: line}})
		if err != nil {
			t.Fatal(err)
		}
		drawing := regexp.MustCompile(`(?s)<svg class="chart spark[^>]*role="img" aria-label="([^"]*)">(.*?)</svg>(.*?)</details>`).FindStringSubmatch(string(body))
		if drawing == nil {
			t.Fatalf("%s: no drawing in %s", c.what, body)
		}
		var bars, counts []string
		for _, m := range regexp.MustCompile(`<rect class="bar" x="(\d+)" y="(\d+)" width="14" height="(\d+)"/>`).FindAllStringSubmatch(drawing[2], -1) {
			bars = append(bars, strings.Join(m[1:], ","))
		}
		for _, m := range regexp.MustCompile(`<tr><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)</td></tr>`).FindAllStringSubmatch(drawing[3], -1) {
			counts = append(counts, fmt.Sprint(m[1], " ", m[2]))
		}
		if got := strings.Join(bars, " "); got != c.bars || strings.Count(drawing[2], "<rect") != len(bars) {
			t.Errorf("%s: bars %q, want %q", c.what, got, c.bars)
		}
		if !strings.Contains(drawing[1], c.label) {
			t.Errorf("%s: it is called %q, want %q", c.what, drawing[1], c.label)
		}
		if got := strings.Join(counts, ", "); got != c.counts {
			t.Errorf("%s: the table has %q, want %q", c.what, got, c.counts)
		}
	}
}
