package server_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata/api and testdata/v2")

const formType = "application/x-www-form-urlencoded"

// goldenDirs are the places of cases; README.md in each says how a case is written.
var goldenDirs = []string{"../testdata/api", "../testdata/v2"}

// TestGoldenCases replays every case on SQLite.
func TestGoldenCases(t *testing.T) {
	t.Parallel()
	for _, file := range goldenFiles(t) {
		t.Run(caseName(file), func(t *testing.T) {
			t.Parallel()
			replay(newHouse(t), file)
		})
	}
}

func TestGoldenCasesOnMariaDB(t *testing.T) {
	if *update {
		t.Skip("the answers are being rewritten; run again without -update")
	}
	t.Parallel()
	url := storetest.MariaDB(t)
	if err := migrate(url); err != nil {
		t.Fatal(err)
	}
	for _, file := range goldenFiles(t) {
		t.Run(caseName(file), func(t *testing.T) {
			wipe(t, url)
			replay(openHouse(t, url), file)
		})
	}
}

func goldenFiles(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, dir := range goldenDirs {
		files, err := filepath.Glob(dir + "/*/*.txtar")
		if err != nil || len(files) == 0 {
			t.Fatalf("no golden cases in %s: %v", dir, err)
		}
		all = append(all, files...)
	}
	return all
}

// caseName is "RegisterDomain/seed" for the action API and "v2/register/pending" for the second generation.
func caseName(file string) string {
	name := filepath.Base(filepath.Dir(file)) + "/" + strings.TrimSuffix(filepath.Base(file), ".txtar")
	return strings.TrimPrefix(filepath.Base(filepath.Dir(filepath.Dir(file)))+"/", "api/") + name
}

// replay goes through the sections of a case in order.
func replay(h *house, file string) {
	h.Helper()
	archive, err := txtar.ParseFile(file)
	h.must(err)
	var last string
	for i := range archive.Files {
		section := &archive.Files[i]
		kind, rest, _ := strings.Cut(section.Name, " ")
		switch kind {
		case "given", "then":
			for line := range strings.Lines(string(section.Data)) {
				h.command(strings.TrimSpace(line))
			}
		case "request":
			last = h.request(string(section.Data), rest)
		case "call":
			last = h.call(string(section.Data), rest)
		case "response":
			h.compare(section, last)
		case "registry":
			h.compare(section, h.shown(rest))
		case "credit":
			h.compare(section, h.credit())
		default:
			h.Fatalf("%s: there is no section %q", file, section.Name)
		}
	}
	if *update {
		h.must(os.WriteFile(file, txtar.Format(archive), 0o644))
	}
}

func (h *house) compare(section *txtar.File, got string) {
	h.Helper()
	got += "\n"
	if *update {
		section.Data = []byte(got)
		return
	}
	if !bytes.Equal(section.Data, []byte(got)) {
		h.Errorf("%s:\n got %s want %s", section.Name, got, section.Data)
	}
}

// secretCode is what differs from run to run in answers.
var secretCode = regexp.MustCompile(`"eppcode":"[^"]+"`)

// request sends a body and gives the answer's. Options: as=EMAIL (other), type=CONTENT-TYPE, status=CODE. The lines of a
// form are joined with &. A form without a token gets the account's credentials.
func (h *house) request(body, options string) string {
	h.Helper()
	contentType, status, other := formType, http.StatusOK, false
	for option := range strings.FieldsSeq(options) {
		name, value, _ := strings.Cut(option, "=")
		switch name {
		case "as":
			other = value == "other"
		case "type":
			contentType = value
		case "status":
			if _, err := fmt.Sscan(value, &status); err != nil {
				h.Fatal(err)
			}
		default:
			h.Fatalf("there is no option %q of request", name)
		}
	}
	body = strings.TrimSuffix(body, "\n")
	if contentType == formType {
		body = strings.ReplaceAll(body, "\n", "&")
		body = h.signed(body, other)
	}
	answer := h.post(contentType, body)
	if answer.Code != status {
		h.Errorf("status %d, want %d", answer.Code, status)
	}
	return secretCode.ReplaceAllString(answer.Body.String(), `"eppcode":"(a code)"`)
}

func (h *house) signed(body string, other bool) string {
	email, token := seedEmail, seedToken
	if other {
		email, token = otherEmail, otherToken
	}
	if strings.Contains(body, "token=") {
		return body
	}
	return "token=" + token + "&authemail=" + email + "&" + body
}

func (h *house) post(contentType, body string) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(http.MethodPost, "/domainsResellerAPI/api.php", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Request-Id", "golden")
	answer := httptest.NewRecorder()
	h.open().ServeHTTP(answer, r)
	return answer
}

// succeed sends a form that must succeed.
func (h *house) succeed(form string, other bool) {
	h.Helper()
	answer := h.post(formType, h.signed(form, other)).Body.String()
	if !strings.Contains(answer, `"result":"success"`) {
		h.Fatalf("%s: %s", form, answer)
	}
}

// shown is what the registry shows of a name.
func (h *house) shown(name string) string {
	h.Helper()
	r, err := h.registry.Show(h.Context(), parseName(name))
	if err != nil {
		return "not registered"
	}
	var contacts []string
	for _, role := range r.Contacts.InOrder() {
		c := r.Contacts[role]
		contacts = append(contacts, fmt.Sprintf("%s: %s, %s, %s %s %s, %s, %s", role, c.Name(), c.Company, c.Address1, c.City, c.Country, c.Phone, c.Email))
	}
	lines := []string{
		fmt.Sprintf("ours %t, expires %s, locked %t, private %t", r.Ours, r.Expires.Format("2006-01-02"),
			r.Has(registry.StatusClientTransferProhibited), r.Privacy),
		"name servers: " + strings.Join(r.Nameservers, " "),
	}
	for _, host := range r.Hosts {
		lines = append(lines, fmt.Sprintf("host: %s %v", host.Name, host.Addresses))
	}
	return strings.Join(append(lines, contacts...), "\n")
}

func (h *house) credit() string {
	h.Helper()
	a, err := h.store.AccountByEmail(h.Context(), seedEmail)
	h.must(err)
	b, err := h.store.Balance(h.Context(), a.ID)
	h.must(err)
	return fmt.Sprintf("available %s, held %s", reseller.Money{Minor: b.Available, Currency: b.Currency}, reseller.Money{Minor: b.Held, Currency: b.Currency})
}

func parseName(full string) reseller.Name {
	_, tld, _ := strings.Cut(full, ".")
	return reseller.NameOf(full, tld)
}
