package notices_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"nameyard/notices"
	"nameyard/reseller"
)

// sample is everything that a mail can say.
func sample() notices.Facts {
	money := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: "SEK"} }
	return notices.Facts{
		House: "Example Registrar", Account: "Shop & Sons", Domain: "räksmörgås.se (xn--rksmrgs-5wao1o.se)", Order: 4711, Operation: "renew", Registry: "verisign", Page: "docs/alerts.md#job_failing", Years: 1,
		At: noon, PaidThrough: noon.AddDate(0, 0, 30), Renewed: noon.AddDate(1, 0, 30), RenewableUntil: noon.AddDate(0, 0, 100),
		RestorableUntil: noon.AddDate(0, 0, 60), Days: 30, AutoRenew: true, Reason: "the registry's <own> words", Invoice: "2026-00000042", Credited: "2026-00000041",
		Due: noon.AddDate(0, 0, 30), Amount: money(1234567), Tax: money(246913), Available: money(120_00), Missing: money(1222567),
		Price: money(125_000), Until: noon.AddDate(0, 0, 30), Count: 14, More: 12,
		Findings: []string{"example.com (verisign): expires 2028-01-02 at the registry instead of 2027-01-02, taken over"},
		Target:   "anna@dest.example", By: "bo@example.com", From: "192.0.2.7",
		News: []notices.News{{At: noon, What: "one.se is registered"}, {At: noon.Add(time.Hour), What: "two.example is renewed until 2027-03-01"}},
		Prices: []notices.PriceAhead{
			{From: noon, TLD: "com", Operation: "renew", Years: 1, Was: money(149_00), Will: money(159_00)}, {From: noon, TLD: "se", Operation: "register", Years: 2, Will: money(90_00), New: true},
			{From: noon.AddDate(0, 1, 0), TLD: "nu", Operation: "restore", Years: 1, Was: money(700_00), Gone: true},
		},
		Kept: []notices.PriceKept{
			{Cancelled: notices.PriceAhead{From: noon, TLD: "com", Operation: "renew", Years: 1, Will: money(159_00)}, Now: money(149_00)},
			{
				Cancelled: notices.PriceAhead{From: noon, TLD: "se", Operation: "register", Years: 2, Will: money(90_00)}, Now: money(80_00),
				Instead: &notices.PriceAhead{From: noon.AddDate(0, 2, 0), TLD: "se", Operation: "register", Years: 2, Will: money(85_00)},
			},
			{Cancelled: notices.PriceAhead{From: noon, TLD: "nu", Operation: "restore", Years: 1, Gone: true}, Now: money(700_00)},
			{Cancelled: notices.PriceAhead{From: noon, TLD: "dev", Operation: "renew", Years: 1, Will: money(199_00)}, Unsold: true},
		},
		Renewals: []notices.Renewal{
			{Domain: "one.se", ChargedAt: noon, PaidThrough: noon, Amount: money(186_25), Priced: true}, {Domain: "two.example", ChargedAt: noon.AddDate(0, 0, 3), PaidThrough: noon.AddDate(0, 0, 3)},
		},
	}
}

// TestMailsReadAsTheyShould holds every mail in every language against testdata; -update writes them anew.
func TestMailsReadAsTheyShould(t *testing.T) {
	t.Parallel()
	texts, err := notices.LoadTemplates("")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range notices.Kinds {
		file := filepath.Join("testdata", "mails", kind+".txtar")
		got := &txtar.Archive{}
		add := func(name, language string, f notices.Facts) {
			page, err := texts.Render(language, kind, f)
			if err != nil {
				t.Fatal(err)
			}
			got.Files = append(got.Files, txtar.File{Name: name, Data: []byte("Subject: " + page.Subject + "\n\n" + page.Text)})
		}
		full := sample()
		if page := notices.PageOf(kind, 7, 9); page != "" {
			full.Link = "https://api.example.net" + page
		}
		bare := notices.Facts{House: "Example Registrar", Account: "Shop", Domain: "plain.com", PaidThrough: noon, At: noon}
		add("en", "en", full)
		add("en, little to say", "en", bare)
		if !strings.HasPrefix(kind, "operator_") {
			add("sv", "sv", full)
			add("sv, little to say", "sv", bare)
		}
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(want, txtar.Format(got)) {
			t.Errorf("%s (%v):\n%s", file, err, txtar.Format(got))
		}
	}
}

func TestHTMLIsTheTextAndNothingOfOthersIsMarkup(t *testing.T) {
	t.Parallel()
	texts, err := notices.LoadTemplates("")
	if err != nil {
		t.Fatal(err)
	}
	f := sample()
	f.Reason = `<script>alert("x")</script>`
	page, err := texts.Render("sv", "renewal_failed", f)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.HTML, "<script>") || !strings.Contains(page.HTML, "&lt;script&gt;") || !strings.Contains(page.HTML, `lang="sv"`) {
		t.Errorf("the HTML is %s", page.HTML)
	}
}

func TestWordsOfOthersCannotAddHeaders(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(1, 0, 0))
	w.accounts[7] = reseller.Account{ID: 7, Email: "shop@example.com", Name: "Shop\r\nBcc: all@example.com", Language: "en"}
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "renew.refused", At: noon, Detail: reseller.EventDetail{Reason: "a\nb"}})
	w.happens(reseller.Event{AccountID: 7, Kind: reseller.EventWebhookDisabled, Detail: reseller.EventDetail{Name: "https://x.example/\r\nBcc: all@example.com"}})
	for _, m := range w.mails {
		if strings.ContainsAny(m.Subject, "\r\n") || strings.Contains(m.Text, "\nBcc") && m.Kind != "webhook_disabled" {
			t.Errorf("%q\n%s", m.Subject, m.Text)
		}
	}
}

func TestOperatorsOwnTextsGoBeforeTheBuiltInOnes(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, body string) {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("sv/renewed.txt", "Subject: Klart: {{.Domain}}\nFint.\n")
	texts, err := notices.LoadTemplates(folder)
	if err != nil {
		t.Fatal(err)
	}
	page, err := texts.Render("sv", "renewed", sample())
	if err != nil || !strings.HasPrefix(page.Subject, "Klart: räk") || !strings.HasPrefix(page.Text, "Fint.\n\n-- \nExample Registrar\n") {
		t.Errorf("%+v, %v", page, err)
	}
	if page, err = texts.Render("en", "renewed", sample()); err != nil || !strings.Contains(page.Subject, "is renewed until") {
		t.Errorf("%+v, %v", page, err)
	}
	for body, words := range map[string]string{
		"Subject: {{.Nonsense}}\nx":     "Nonsense",
		"Subject: {{if}}\nx":            "renewed.txt",
		"no subject\nx":                 "must begin with a line",
		"Subject: {{money .Domain}}\nx": "renewed.txt",
	} {
		write("sv/renewed.txt", body)
		if _, err := notices.LoadTemplates(folder); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v", body, err)
		}
	}
	if _, err := notices.LoadTemplates(filepath.Join(folder, "not there")); err == nil {
		t.Error("a folder that is not there is no error")
	}
}

func TestUnknownLanguageIsEnglish(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(1, 0, 0))
	w.accounts[7] = reseller.Account{ID: 7, Email: "shop@example.com", Language: "fi"}
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "renew.done", At: noon.Add(-time.Hour)})
	if m := w.last(0); !strings.Contains(m.Subject, "is renewed until") {
		t.Errorf("subject %q", m.Subject)
	}
}
