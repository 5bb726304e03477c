package panel_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// insideWords are words that the parts of the server have for themselves and for programs: names of ledger accounts, of actors, of states and kinds, and lengths of
// time as Go writes them. A page may have them as codes.
var insideWords = []*regexp.Regexp{
	regexp.MustCompile(`\b(acct|house):\S*`),
	regexp.MustCompile(`\b(token \d+|user \S+@\S+|job [a-z]+-[a-z-]+)\b`),
	regexp.MustCompile(`(^|[\s(])\d[\d.]*(ns|µs|ms|s|m|h|m[\d.]+s|h[\d.]+m([\d.]+s)?)([\s,.)]|$)`),
	regexp.MustCompile(`(^|[\s(])[a-z]+(_[a-z]+)+([\s,.:)]|$)`),
}

// internal lists the words of a page that nobody outside the server knows. A page that refuses what no page of ours sends tells it as to a program.
func internal(body string, status int) (found []string) {
	if status >= http.StatusBadRequest {
		return nil
	}
	text := saidBy(body)
	for _, words := range insideWords {
		found = append(found, words.FindAllString(text, -1)...)
	}
	return found
}

// saidBy is what a page says to those who read it: without codes, what others have said, what is typed into fields, and what is wrong with a form, which names what
// programs send where no page sends such a form.
func saidBy(body string) string {
	var b strings.Builder
	z, silent, depth := html.NewTokenizer(strings.NewReader(body)), "", 0
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		switch token := z.Token(); {
		case silent != "":
			switch {
			case token.Data != silent:
			case kind == html.StartTagToken:
				depth++
			case kind == html.EndTagToken && depth == 0:
				silent = ""
			case kind == html.EndTagToken:
				depth--
			}
		case kind == html.TextToken:
			b.WriteString(token.Data)
		case kind == html.StartTagToken:
			b.WriteString(" ")
			if slices.Contains(unsaid, token.Data) || slices.Contains(token.Attr, html.Attribute{Key: "id", Val: "wrong"}) {
				silent, depth = token.Data, 0
			}
		}
	}
	return b.String()
}

// unsaid are elements with what a page does not say itself.
var unsaid = strings.Fields("code q script style textarea pre")

// The reader of pages finds such words, and nothing where there are none.
func TestInternalWordsAreFound(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"<p>acct:1:available −13.99 USD</p>", "house:sales", "<td>By <b>token 1</b> action</td>", "user anna@example.com panel", "job after-restore", "<dd>0s (p50), 200µs (p95)</dd>",
		`<div id="wrong"><div>fine</div></div> <p>in_daily</p>`, "ran in 1m30.5s.", "24h0m0s", "<td>pending_delete</td>", "given_up: no",
	} {
		if len(internal(bad, http.StatusOK)) == 0 {
			t.Errorf("%q is not found", bad)
		}
	}
	for _, fine := range []string{"<code>acct:1:held</code>", "token WHMCS", "0.2 ms", "24 h", "<q>pending_delete</q>", "<code><i>x</i> given_up</code>", "anna@example.com", "expires:<code>&lt;30d</code>", "_sip._tcp", "2026-03-01 12:00:00 UTC",
		`<div id="wrong"><div>given_up</div> in_daily</div> <p>fine</p>`} {
		if found := internal(fine, http.StatusOK); len(found) > 0 {
			t.Errorf("%q is %q", fine, found)
		}
	}
}
