package page

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"nameyard/panel/words"
)

// An amount in a table or a list of facts has its currency set back, in every page.
func TestAmountsThatStandAloneHaveTheirCurrencySetBack(t *testing.T) {
	t.Parallel()
	if got, want := string(money(words.Swedish)(-106800, "SEK")), "−1\u202f068,00\u00a0<small>kr</small>"; got != want {
		t.Errorf("%q", got)
	}
	if got, want := string(money(words.English)(5, "<b>")), "0.05\u00a0<small>&lt;b&gt;</small>"; got != want {
		t.Errorf("%q", got)
	}
	pages, err := filepath.Glob("../*/*.html")
	if err != nil || len(pages) < 80 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	cell, found := regexp.MustCompile(`(?s)<(?:td|dd)\b.*?</(?:td|dd)>`), 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cell.FindAllString(string(text), -1) {
			if regexp.MustCompile(`\{\{amount `).MatchString(c) {
				t.Errorf("%s: an amount that is not written by money: %s", page, c)
			}
			if regexp.MustCompile(`\{\{money `).MatchString(c) {
				found++
			}
		}
	}
	if found < 20 {
		t.Errorf("just %d amounts were found", found)
	}
}
