package panel_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"nameyard/app/apptest"
	"nameyard/panel/session"
	"nameyard/reseller"
)

// What the HTML Standard says of elements, as far as the panel uses them: https://html.spec.whatwg.org/multipage/#toc-semantics.
var (
	void     = strings.Fields("br col hr img input link meta wbr")
	blocks   = strings.Fields("article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 header hr main nav ol p pre section table ul")
	phrasing = strings.Fields("p h1 h2 h3 h4 span strong em small q code kbd label button summary legend option title")
	pressed  = strings.Fields("a button")                                       // nothing in them may be used by itself
	used     = strings.Fields("a button input select textarea label details")   // by a person
	refers   = strings.Fields("for form list aria-labelledby aria-describedby") // attributes that hold ids
	inside   = map[string][]string{
		"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot"}, "thead": {"tr"}, "tbody": {"tr"},
		"tfoot": {"tr"}, "tr": {"th", "td"}, "select": {"option", "optgroup"}, "optgroup": {"option"}, "html": {"head", "body"},
	}
)

// reading is one page, read strictly: a browser guesses where a page is wrong, and moves forms and buttons about.
type reading struct {
	open  []string
	ids   []string
	refs  []string
	count map[string]int
	wrong []string
}

// invalid lists what is wrong with a page as HTML.
func invalid(body string) []string {
	r := &reading{count: map[string]int{}}
	z := html.NewTokenizer(strings.NewReader(body))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		switch token := z.Token(); kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			r.begin(token)
		case html.EndTagToken:
			r.end(token.Data)
		}
	}
	if len(r.open) > 0 {
		r.say("%v never end", r.open)
	}
	for i, id := range r.ids {
		if slices.Contains(r.ids[:i], id) {
			r.say("the id %q is there twice", id)
		}
	}
	for _, id := range r.refs {
		if !slices.Contains(r.ids, id) {
			r.say("nothing has the id %q", id)
		}
	}
	for _, once := range []string{"html", "title", "main", "h1"} {
		if r.count[once] != 1 {
			r.say("%d <%s>", r.count[once], once)
		}
	}
	return r.wrong
}

func (r *reading) say(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

func (r *reading) begin(t html.Token) {
	r.count[t.Data]++
	if t.Data == "option" {
		r.endOption()
	}
	r.place(t.Data)
	for _, a := range t.Attr {
		switch {
		case a.Key == "id":
			r.ids = append(r.ids, a.Val)
		case slices.Contains(refers, a.Key):
			r.refs = append(r.refs, strings.Fields(a.Val)...)
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			r.refs = append(r.refs, a.Val[1:])
		}
	}
	if !slices.Contains(void, t.Data) && t.Type == html.StartTagToken {
		r.open = append(r.open, t.Data)
	}
}

// place says where an element may not be.
func (r *reading) place(name string) {
	if len(r.open) > 0 {
		parent := r.open[len(r.open)-1]
		if only, limited := inside[parent]; limited && !slices.Contains(only, name) {
			r.say("<%s> right in <%s>", name, parent)
		}
	}
	for _, within := range r.open {
		heading := within == "summary" && strings.HasPrefix(name, "h")
		if slices.Contains(phrasing, within) && slices.Contains(blocks, name) && !heading {
			r.say("<%s> in <%s>", name, within)
		}
		if slices.Contains(pressed, within) && slices.Contains(used, name) || within == "form" && name == "form" {
			r.say("<%s> in <%s>", name, within)
		}
	}
}

// endOption ends an option, whose end tag may be left out before another one and at the end of the list.
func (r *reading) endOption() {
	if n := len(r.open); n > 0 && r.open[n-1] == "option" {
		r.open = r.open[:n-1]
	}
}

func (r *reading) end(name string) {
	if name == "select" || name == "datalist" || name == "optgroup" {
		r.endOption()
	}
	if slices.Contains(void, name) || len(r.open) == 0 || r.open[len(r.open)-1] != name {
		r.say("</%s> while %v are open", name, r.open)
		return
	}
	r.open = r.open[:len(r.open)-1]
}

// The reader of pages finds what is wrong.
func TestInvalidPagesAreFound(t *testing.T) {
	t.Parallel()
	const fine = `<!doctype html><html lang="en"><head><title>T</title></head><body><main><h1>T</h1>%s</main></body></html>`
	if wrong := invalid(fmt.Sprintf(fine, `<p id="a"><a href="#a">x</a></p><details><summary><h2>y</h2></summary><input></details>`)); len(wrong) > 0 {
		t.Errorf("a good page: %v", wrong)
	}
	for _, bad := range []string{
		`<p><details></details></p>`, `<p>`, `</p>`, `<b><i></b></i>`, `<ul><p></p></ul>`, `<p id="a"></p><p id="a"></p>`, `<label for="b"></label>`, `<h1>U</h1>`,
		`<form><div><form></form></div></form>`, `<a href="/"><button>x</button></a>`, `<table><tr></tr></table>`,
	} {
		if len(invalid(fmt.Sprintf(fine, bad))) == 0 {
			t.Errorf("%s is not found", bad)
		}
	}
}

// Every page is valid HTML, for everybody who may see it and in both languages.
func TestPagesAreValid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.fill()
	w.invited = w.invite("somebody@example.com", reseller.UserBilling, "en").User
	for role, pages := range shown(w) {
		for _, language := range []string{"en", "sv"} {
			p := w.stranger()
			if role != "nobody" {
				p = w.signIn(string(role)+"-"+language+"@example.com", role, language)
			}
			for _, page := range pages {
				if a := p.get(page[1]); a.status >= http.StatusInternalServerError || len(a.body) == 0 {
					t.Errorf("%s of %s answers %d", page[1], session.Side(p.user), a.status)
				}
			}
		}
	}
}
