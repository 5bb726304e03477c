package app_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/publish"
)

// needed finds a program that the tests use.
func needed(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: run make setup", program)
		}
		t.Skipf("SKIPPED: %s is missing: run make setup", program)
	}
	return path
}

// asked is a record that a provider's setup page asks for.
type asked struct{ host, kind, priority, target string }

// setupPages are the records of zone/testdata/providers.txt, those of one page together for a domain that is called after it. What cannot
// stand beside another one of the page is an alternative to it, and makes a zone of its own.
func setupPages(t *testing.T) map[string][]asked {
	t.Helper()
	text, err := os.ReadFile("../zone/testdata/providers.txt")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string][]asked{}
	for line := range strings.Lines(string(text)) {
		parts := strings.Fields(line)
		if len(parts) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		row := asked{parts[1], parts[2], strings.TrimPrefix(parts[3], "-"), strings.Join(parts[4:], " ")}
		page := "for-" + parts[0]
		for slices.ContainsFunc(pages[page], func(o asked) bool { return o.host == row.host && (o.kind == "CNAME" || row.kind == "CNAME") }) {
			page += "x"
		}
		row.target = strings.NewReplacer("{d}", page+".com", "{-}", page+"-com").Replace(row.target)
		pages[page] = append(pages[page], row)
	}
	return pages
}

// post sends a form to the action API.
func post(t *testing.T, base string, form url.Values) string {
	t.Helper()
	answer, err := http.PostForm(base+"/domainsResellerAPI/api.php", form)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// serialized writes rows as PHP's serialize does.
func serialized(rows []asked) string {
	text := fmt.Sprintf("a:%d:{", len(rows))
	for i, r := range rows {
		text += fmt.Sprintf("i:%d;a:4:{", i)
		for _, part := range [][2]string{{"hostname", r.host}, {"type", r.kind}, {"address", r.target}, {"priority", r.priority}} {
			text += fmt.Sprintf("s:%d:%q;s:%d:\"%s\";", len(part[0]), part[0], len(part[1]), part[1])
		}
		text += "}"
	}
	return text + "}"
}

// What the setup pages of mail and web providers ask for is saved through api.php and taken by BIND as a zone without a complaint; dig is
// answered with each record.
func TestSetupPagesOfProvidersMakeZonesThatBINDTakes(t *testing.T) {
	t.Parallel()
	checkzone, dig := needed(t, "named-checkzone"), needed(t, "dig")
	e := apptest.New(t, apptest.SQLite, apptest.WithConfig(func(c *app.Config) {
		c.Publishing = app.Publishing{DNSListen: "127.0.0.1:0", Platform: publish.Platform{Nameservers: []string{"ns1.example.net", "ns2.example.net"}}}
		c.Business.Nameservers = []string{"ns1.example.net", "ns2.example.net"}
	}))
	s, err := e.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	e.Must(err)
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() { stop(); e.Must(<-ended) })
	base := "http://" + s.Addr().String()
	host, port, _ := strings.Cut(s.DNSAddr().String(), ":")
	for page, rows := range setupPages(t) {
		d := e.Register(page + ".com")
		said := post(t, base, url.Values{
			"authemail": {e.Account.Email}, "token": {e.Token}, "action": {"SaveDNS"}, "sld": {page}, "tld": {"com"},
			"dnsrecords": {base64.StdEncoding.EncodeToString([]byte(serialized(rows)))},
		})
		if !strings.Contains(said, `"result":"success"`) {
			t.Errorf("%s: %s", page, said)
			continue
		}
		check := exec.CommandContext(t.Context(), checkzone, "-k", "fail", "-n", "fail", "-m", "fail", "-M", "fail", "-S", "fail", "-i", "local", page+".com", "/dev/stdin")
		check.Stdin = strings.NewReader(exported(t, e, base, d.ID))
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s: named-checkzone: %v\n%s", page, err, out)
		}
		arguments := []string{"@" + host, "-p", port, "+noall", "+answer", "+authority", "+norecurse"}
		for _, r := range rows {
			arguments = append(arguments, "-q", strings.TrimPrefix(r.host+"."+page+".com", "@."), "-t", r.kind)
		}
		out, err := exec.CommandContext(t.Context(), dig, arguments...).CombinedOutput()
		e.Must(err)
		answers := strings.ToLower(strings.ReplaceAll(string(out), `"`, ""))
		for _, r := range rows {
			if want := strings.ToLower(strings.ReplaceAll(r.target, `"`, "")); !strings.Contains(strings.ReplaceAll(answers, " ", ""), strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s: dig has not found %s %s %s:\n%s", page, r.host, r.kind, r.target, out)
			}
		}
	}
}

// exported is the zone as REST gives it as a zone file.
func exported(t *testing.T, e *apptest.Env, base string, id int64) string {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("%s/api/v1/domains/%d/dns/records/export/", base, id), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+e.Token)
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/dns" {
		t.Fatalf("%s %s: %s, %v", answer.Status, answer.Header.Get("Content-Type"), text, err)
	}
	return string(text)
}
