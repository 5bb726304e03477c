package panel_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/reseller"
)

// said is one text of panel/words: its English, and its Swedish. own is by what the English is known.
type said struct{ file, en, sv, own string }

// allSaid reads what the panel says out of its source: messages, which have both languages, and the Swedish of what the parts behind it say.
func allSaid(t *testing.T) (all []said) {
	t.Helper()
	files, err := filepath.Glob("words/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			pair, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			key, form := text(pair.Key)
			value, plain := text(pair.Value)
			both, message := pair.Value.(*ast.CompositeLit)
			switch {
			case form && plain:
				all = append(all, said{filepath.Base(file), key, value, own(key)})
			case form && message && len(both.Elts) == 2:
				en, _ := text(both.Elts[0])
				sv, _ := text(both.Elts[1])
				all = append(all, said{filepath.Base(file), en, sv, own(en)})
			}
			return true
		})
	}
	if len(all) < 1000 {
		t.Fatalf("just %d texts were found", len(all))
	}
	return all
}

func text(e ast.Expr) (string, bool) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(literal.Value)
	return value, err == nil
}

var anyVerb = regexp.MustCompile(`%(\[\d+\])?[\d.]*[a-zA-Z]`)

// own is the longest piece that a text says by itself, between what it speaks of; "" if that is too short to be known by.
func own(form string) (longest string) {
	for _, piece := range anyVerb.Split(form, -1) {
		if len(piece) > len(longest) {
			longest = piece
		}
	}
	if strings.Count(strings.TrimSpace(longest), " ") < 2 {
		return ""
	}
	return strings.ToLower(longest)
}

// english are little words of English that Swedish does not have.
var english = regexp.MustCompile(`(?i)\b(the|is|was|were|and|of|with|has|have|been|not|nothing|cannot|which|that|this|from|its|are|you|your)\b`)

// swedishText is what a Swedish page says in Swedish: all but what is marked as another language, codes and what is typed into fields.
func swedishText(t *testing.T, body string) string {
	t.Helper()
	page, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var read func(*html.Node)
	read = func(n *html.Node) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "code", "script", "style", "textarea", "pre":
				return
			}
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "lang" && a.Val != "sv":
				return
			case a.Key == "aria-label" || a.Key == "alt" || a.Key == "placeholder":
				b.WriteString(" " + a.Val + " ")
			}
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			read(c)
		}
		b.WriteString(" ")
	}
	read(page)
	return strings.Join(strings.Fields(b.String()), " ")
}

// typed is what people of the world have written themselves, in the language that they liked; names, and commands.
var typed = regexp.MustCompile(`to begin with|they move|Next year|[\w-]+\.com\b|nameyard [\w -]+`)

// isSwedish fails the test where English stands in the Swedish of a page.
func isSwedish(t *testing.T, where, body string, all []said) {
	t.Helper()
	shown := typed.ReplaceAllString(swedishText(t, body), "")
	low := strings.ToLower(shown)
	for _, s := range all {
		if s.own != "" && !strings.EqualFold(s.en, s.sv) && strings.Contains(low, s.own) {
			t.Errorf("%s says in English: %q", where, s.en)
		}
	}
	for _, at := range english.FindAllStringIndex(shown, -1) {
		t.Errorf("%s has English in it: … %s …", where, shown[max(0, at[0]-60):min(len(shown), at[1]+60)])
	}
}

// sample is a text of a form.
func sample(form string) string {
	return anyVerb.ReplaceAllStringFunc(form, func(verb string) string {
		switch verb[len(verb)-1] {
		case 'd':
			return "7"
		case 't':
			return "true"
		}
		return "exempel.se"
	})
}

// tell gives an order every reason that one can have, each as a step: those of ours, those that there is only a code for, and what
// registries answer (RFC 5730 §3). It gives the Swedish of each, or a piece of it.
func (w *world) tell(o reseller.Order, all []said) (want []string) {
	w.Helper()
	o, err := w.Store.ClaimOrder(w.Context(), o, "test", w.Clock.Wall().Add(time.Minute))
	w.Must(err)
	step := func(code, reason string) {
		o, err = w.Store.MoveOrder(w.Context(), reseller.Move{Order: o, To: reseller.OrderUnknown, LiveKey: "name:" + o.Name.String(), Code: code, Reason: reason, DueAt: w.Clock.Now()})
		w.Must(err)
	}
	for _, s := range all {
		switch s.file {
		case "said_orders.go":
			step("", sample(s.en))
			want = append(want, strings.TrimSpace(own(s.sv)))
		case "outcomes.go":
			want = append(want, strings.ToLower(s.sv))
		}
	}
	for _, code := range literals(w, "../reseller/error.go", regexp.MustCompile("^Code")) {
		step(code, "Computer <says> no")
	}
	for _, response := range literals(w, "words/told.go", regexp.MustCompile("^[12][0-9]{3}$")) {
		step(reseller.CodeRefused, response+": exempel.se")
	}
	return want
}

// literals are the texts that a file gives to constants, or to keys of a table, whose names fit.
func literals(w *world, file string, name *regexp.Regexp) (found []string) {
	w.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	w.Must(err)
	add := func(called string, value ast.Expr) {
		if value, ok := text(value); ok && name.MatchString(called) {
			found = append(found, value)
		}
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, value := range n.Values {
				add(n.Names[i].Name, value)
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.BasicLit); ok {
				add(key.Value, n.Value)
			}
		}
		return true
	})
	if len(found) < 25 {
		w.Fatalf("just %d texts were found in %s", len(found), file)
	}
	return found
}

// mistakes are forms that are wrong in the one way or the other, by where they are sent to.
func mistakes(w *world) map[string]url.Values {
	of := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	return map[string]url.Values{
		of + "dns/save/":               {"type": {"CAA"}, "host": {"www"}, "value": {"inget"}},
		of + "dns/file/":               {"file": {"www 3600 IN A ingen-adress"}},
		of + "hosts/set/":              {"host": {"ns1.elsewhere.com"}, "addresses": {"192.0.2.1"}},
		of + "forwards/save/":          {"prefix": {"info"}, "targets": {"ingen"}},
		of + "dnssec/records/":         {"ds": {"1 2 3 4"}, "keys": {""}},
		of + "contacts/save/":          {"registrant.email": {"ingen"}},
		"/panel/webhooks/":             {"url": {"http://example.com"}, "kinds": {"never"}},
		"/panel/settings/":             {"language": {"de"}},
		"/operator/registries/resume/": {"name": {"sandbox"}},
		"/operator/prices/":            {"list": {"tld,price\ncom,1\n"}},
	}
}

// A Swedish page says everything in Swedish: on each page that there is, and with each reason that an order can have. What a registry has
// said stays in its own words, and is marked.
func TestSwedishPagesAreSwedish(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.fill()
	w.runs(jobs.EventNumbers, jobs.NoticesOfEvents)
	w.reset, w.invited = "none", w.invite("invited@example.com", reseller.UserBilling, "sv").User
	all := allSaid(t)
	pages := shown(w)
	for _, role := range []reseller.UserRole{reseller.UserOwner, reseller.UserStaff} {
		p := w.signIn(string(role)+"@example.com", role, "sv")
		for _, page := range pages[role] {
			if a := p.get(page[1]); a.status < http.StatusInternalServerError {
				isSwedish(t, page[1], a.body, all)
			} else {
				t.Errorf("%s: %d", page[1], a.status)
			}
		}
	}
	people := map[string]*person{"/panel": w.signIn("wrong@example.com", reseller.UserOwner, "sv"), "/operator": w.signIn("wrong@example.org", reseller.UserStaff, "sv")}
	for path, form := range mistakes(w) {
		side, _, _ := strings.Cut(path[1:], "/")
		a := people["/"+side].post(path, form)
		if a.status < http.StatusBadRequest || a.status >= http.StatusInternalServerError {
			t.Errorf("POST %s %v: %d", path, form, a.status)
		}
		isSwedish(t, path, a.body, all)
	}
	want := w.tell(w.stuck, all)
	for role, path := range map[reseller.UserRole]string{reseller.UserOwner: "/panel/orders/%d/", reseller.UserStaff: "/operator/orders/%d/"} {
		p := w.signIn("later-"+string(role)+"@example.com", role, "sv")
		body := p.must(fmt.Sprintf(path, w.stuck.ID))
		isSwedish(t, path, body, all)
		low := strings.ToLower(swedishText(t, body))
		for _, sv := range want {
			if !strings.Contains(low, sv) {
				t.Errorf("%s does not say %q", path, sv)
			}
		}
		if quoted := `<q lang="en">Computer &lt;says&gt; no</q>`; !strings.Contains(body, quoted) {
			t.Errorf("%s does not mark the registry's words", path)
		}
	}
}
