package server_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nameyard/app/apptest"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata/api, testdata/rest and testdata/v2")

// goldenFiles are the stories of the three APIs; README.md in each of their folders says how one is written.
var goldenFiles = []string{"../testdata/api/*/*.txtar", "../testdata/rest/*.txtar", "../testdata/v2/*/*.txtar"}

// TestGoldenCases replays every case on SQLite.
func TestGoldenCases(t *testing.T) {
	t.Parallel()
	for _, file := range goldenCases(t) {
		t.Run(caseName(file), func(t *testing.T) {
			t.Parallel()
			replay(newEnv(t), file)
		})
	}
}

func TestGoldenCasesOnMariaDB(t *testing.T) {
	if *update {
		t.Skip("the answers are being rewritten; run again without -update")
	}
	t.Parallel()
	url := storetest.MariaDB(t)
	for _, file := range goldenCases(t) {
		t.Run(caseName(file), func(t *testing.T) {
			wipe(t, url)
			replay(newEnvOn(t, apptest.MariaDB, apptest.OnDatabase(url)), file)
		})
	}
}

func goldenCases(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range goldenFiles {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no golden cases in %s: %v", pattern, err)
		}
		all = append(all, files...)
	}
	return all
}

// caseName is "RegisterDomain/documented" for the action API, "rest/away" for REST and "v2/register/pending" for the second generation.
func caseName(file string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "../testdata/"), ".txtar")
	return strings.TrimPrefix(name, "api/")
}

// sender is how a section of a story is sent, nil if it is no request: it gives the answer as a golden file shows it. A
// "request" is REST's in testdata/rest and the action API's elsewhere; a "call" is one of the second generation.
func sender(file, section string) func(e *env, options string, body []byte) string {
	switch {
	case section == "call":
		return (*env).call
	case section == "request" && strings.HasPrefix(caseName(file), "rest/"):
		return (*env).restRequest
	case section == "request":
		return (*env).request
	}
	return nil
}

// replay goes through the sections of a case in order.
func replay(e *env, file string) {
	e.Helper()
	archive, err := txtar.ParseFile(file)
	e.Must(err)
	var last string
	rows := namedRows{}
	for i := range archive.Files {
		section := &archive.Files[i]
		kind, rest, _ := strings.Cut(section.Name, " ")
		send := sender(file, kind)
		switch {
		case kind == "rows":
			e.Must(rows.read(rest, section.Data))
		case kind == "given" || kind == "then":
			for line := range strings.Lines(e.wire(rows, section.Data)) {
				e.command(strings.TrimSpace(line))
			}
		case send != nil:
			last = send(e, rest, []byte(e.wire(rows, section.Data)))
		case kind == "response":
			e.compare(section, last)
		case kind == "registry":
			e.compare(section, e.shown(rest))
		case kind == "credit":
			e.compare(section, e.credit())
		default:
			e.Fatalf("%s: there is no section %q", file, section.Name)
		}
	}
	if *update {
		e.Must(os.WriteFile(file, txtar.Format(archive), 0o644))
	}
}

// wire is text with its sets as clients send them.
func (e *env) wire(rows namedRows, text []byte) string {
	e.Helper()
	sent, err := rows.encode(string(text))
	e.Must(err)
	return sent
}

func (e *env) compare(section *txtar.File, got string) {
	e.Helper()
	got += "\n"
	if *update {
		section.Data = []byte(got)
		return
	}
	if !bytes.Equal(section.Data, []byte(got)) {
		e.Errorf("%s:\n got %s want %s", section.Name, got, section.Data)
	}
}

// options are the NAME=VALUE behind a request: as, type, status, key.
type options map[string]string

func (e *env) options(words []string, known ...string) options {
	e.Helper()
	given := options{}
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		if !slices.Contains(known, name) {
			e.Fatalf("there is no option %q of a request here", word)
		}
		given[name] = value
	}
	return given
}

// status is the one that an answer must have.
func (o options) status(e *env) int {
	e.Helper()
	if o["status"] == "" {
		return http.StatusOK
	}
	status, err := strconv.Atoi(o["status"])
	e.Must(err)
	return status
}

// form gives a body's content type, and the body itself with the lines of a form joined by &.
func (o options) form(body []byte) (contentType, text string) {
	text = strings.TrimSuffix(string(body), "\n")
	if contentType = o["type"]; contentType != "" && contentType != formType {
		return contentType, text
	}
	return formType, strings.ReplaceAll(text, "\n", "&")
}

// freshCode is what differs from run to run in answers.
var (
	freshCode   = regexp.MustCompile(`"(eppcode|auth_code)":"[^"]+"`)
	freshSecret = regexp.MustCompile(`"(token|secret)":"(nyd_|whsec_)[^"]+"`)
)

// masked is an answer without what differs from run to run.
func masked(answer string) string {
	return freshSecret.ReplaceAllString(freshCode.ReplaceAllString(answer, `"$1":"(a code)"`), `"$1":"${2}(a secret)"`)
}

// shown is what the registry shows of a name.
func (e *env) shown(name string) string {
	e.Helper()
	r, err := e.Sandbox.Show(e.Context(), parseName(name))
	if err != nil {
		return "not registered"
	}
	var contacts []string
	known := r.Contacts.Known()
	for _, role := range known.InOrder() {
		c := known[role]
		contacts = append(contacts, fmt.Sprintf("%s: %s, %s, %s %s %s, %s, %s", role, c.Name(), c.Company, c.Address1, c.City, c.Country, c.Phone, c.Email))
	}
	lines := []string{
		fmt.Sprintf("ours %t, expires %s, locked %t, private %t", r.Ours, r.Expires.Format("2006-01-02"),
			r.Has(registry.StatusClientTransferProhibited), r.Privacy),
		"name servers: " + strings.Join(r.Nameservers, " "),
	}
	if !r.SecDNS.IsZero() {
		lines = append(lines, "DNSSEC: "+r.SecDNS.String())
	}
	for _, host := range r.Hosts {
		lines = append(lines, fmt.Sprintf("host: %s %v", host.Name, host.Addresses))
	}
	return strings.Join(append(lines, contacts...), "\n")
}

func (e *env) credit() string {
	e.Helper()
	a, err := e.Store.AccountByEmail(e.Context(), exampleEmail)
	e.Must(err)
	b, err := e.Store.Balance(e.Context(), a.ID)
	e.Must(err)
	return fmt.Sprintf("available %s, held %s", reseller.Money{Minor: b.Available, Currency: b.Currency}, reseller.Money{Minor: b.Held, Currency: b.Currency})
}

func parseName(full string) reseller.Name {
	_, tld, _ := strings.Cut(full, ".")
	return reseller.NameOf(full, tld)
}
