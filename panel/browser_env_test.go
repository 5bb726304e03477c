package panel_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axe is axe-core, which judges pages by WCAG (MPL-2.0, see testdata/axe.LICENSE). No page of ours has it.
//
//go:embed testdata/axe.min.js
var axe string

// screenshots is the folder that "make screenshots" fills; "" = none are taken.
var screenshots = os.Getenv("NAMEYARD_SCREENSHOTS")

// only are the names of the pages to look at, with commas between them; "" = all.
var only = os.Getenv("NAMEYARD_PAGES")

// jsFlags have scripts compiled quickly, once, and never better: the large one of axe is run a few times on each page, and most of what the browser computed was making it fast for
// the next time that never comes.
const jsFlags = "--no-flush-bytecode --always-sparkplug --max-opt=1"

// browser is a tab of a real browser. Whatever a page says on its console, and each request that leaves this server, fails the test.
type browser struct {
	testing.TB
	ctx  context.Context
	home string // address of the server

	mu     sync.Mutex
	at     string // address of the page that was asked for last
	faults []string
}

func newBrowser(t testing.TB, home string) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is missing: run \"make setup\"")
		}
		t.Skip("SKIPPED: no chromium on this machine; \"make setup\" installs it")
	}
	b := &browser{TB: t, home: home}
	ctx, stop := context.WithTimeout(t.Context(), 8*time.Minute)
	t.Cleanup(stop)
	ctx, end := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()), chromedp.Flag("js-flags", jsFlags), chromedp.Flag("disable-back-forward-cache", true))
	t.Cleanup(end)
	b.ctx, end = chromedp.NewContext(ctx, chromedp.WithListener(b.hear))
	t.Cleanup(end)
	b.must(chromedp.Do(b.ctx, command(network.Enable, network.EnableParams{}), command(log.Enable, cdp.Empty{})))
	return b
}

// hear notes what must not be.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		b.faults = append(b.faults, fmt.Sprintf("console: %s", e.Type))
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.URL == b.at { // the page itself has a status such as 404
			return
		}
		b.faults = append(b.faults, "log: "+e.Entry.Text+" "+e.Entry.URL)
	case *network.EventRequestWillBeSent:
		if e.Type == network.ResourceTypeDocument {
			b.at = e.Request.URL
		}
		if !strings.HasPrefix(e.Request.URL, b.home+"/") && !strings.HasPrefix(e.Request.URL, "data:") {
			b.faults = append(b.faults, "a request leaves: "+e.Request.URL)
		}
	}
}

// clean fails the test if something was heard since the last time.
func (b *browser) clean(where string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, fault := range b.faults {
		b.Errorf("%s: %s", where, fault)
	}
	b.faults = nil
}

func (b *browser) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// command is a command of the protocol as an action.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, c, params)
		return chromedp.Void{}, err
	}
}

// visit opens a page of the server.
func (b *browser) visit(path string) {
	b.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(b.home+path)))
}

// signIn signs in by a link, in place of who was there before.
func (b *browser) signIn(link string) {
	b.Helper()
	b.signOut()
	b.visit(link)
	b.submit("form")
}

// submit presses the first button of a form that sends it, and waits for the page that comes.
func (b *browser) submit(form string) {
	b.Helper()
	loaded := chromedp.Events(b.ctx, page.LoadEventFired)
	b.must(chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(form+" button:not([type=button])"))))
	for _, err := range loaded {
		b.must(err)
		break
	}
}

// fill types into a field.
func (b *browser) fill(field, text string) {
	b.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.CSS("form:not([hidden]) input[name="+field+"]"), text)))
}

// look shows the page in a scheme ("light" or "dark") and a width.
func (b *browser) look(scheme string, width int64) {
	b.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900), command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})))
}

// prints fails the test if a table or list of names that is shown is not printed, or a button or what is there for its form is, or it is printed dark for who has pinned that.
func (b *browser) prints(where string) {
	b.Helper()
	b.eval(`window.shown = [...document.querySelectorAll("main table, main .names")].filter(e => e.checkVisibility()); ""`)
	b.must(chromedp.Do(b.ctx, command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})))
	if lost := b.eval(`document.documentElement.dataset.theme = "dark"; shown.filter(e => !e.checkVisibility()).length + " " + [...document.querySelectorAll("button, .button, .card:has(> form:only-of-type):not(:has(table, .names, .facts, .timeline, .todo, .codes, .secret))")].filter(e => e.checkVisibility()).length + " " + getComputedStyle(document.documentElement).colorScheme`); lost != "0 0 light" {
		b.Errorf("%s is printed without, with buttons, or dark: %s", where, lost)
	}
	b.shoot(where + "-print")
	b.eval(`delete document.documentElement.dataset.theme; ""`)
	b.must(chromedp.Do(b.ctx, command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: ""})))
}

// What axe looks for: everything by WCAG and what is best practice; and what another colour scheme, width or length of words may break on a page that was judged by everything.
const (
	everything   = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	whatALookHas = `{type: "rule", values: ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]}`
)

// likeOthers are, of the rows and items of a page, those that are made as one before them is: of the same elements with the same classes and states, so that another scheme or
// width does the same to both.
const likeOthers = `(() => {
	const made = (e) => e.tagName + [...e.attributes].map(a => /^(class|type|disabled|hidden|open|aria-(current|invalid))$/.test(a.name) ? a.name + a.value : "").join() + "(" + [...e.children].map(made).join("") + ")";
	const seen = new Set();
	return [...document.querySelectorAll("tr, li")].filter(e => seen.size == seen.add(e.parentElement.className + made(e)).size);
})()`

// judge has axe look at the page as it is shown, and fails the test for each violation.
func (b *browser) judge(where string) {
	b.Helper()
	b.judgeBy(where, everything, "document")
}

// judgeLook is judge by what may be another in the scheme and the width that the page, which was judged by everything, is shown in now.
func (b *browser) judgeLook(where string) {
	b.Helper()
	b.judgeBy(where, whatALookHas, `{exclude: `+likeOthers+`}`)
}

// judgeState is judgeLook of what is a state's own: the frame around it is that of a page.
func (b *browser) judgeState(where string) {
	b.Helper()
	b.judgeBy(where, whatALookHas, `{include: [...document.querySelectorAll("main, :popover-open")], exclude: `+likeOthers+`}`)
}

// judgeBy is judge by some rules, of a part of the page.
func (b *browser) judgeBy(where, rules, part string) {
	b.Helper()
	if b.eval(`typeof window.axe`) == "undefined" { // it is large: it is sent once, and pages that come have it
		b.must(chromedp.Do(b.ctx, command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: axe})))
		b.eval(axe + `; ""`)
	}
	found := b.eval(`(async () => {
		const r = await axe.run(` + part + `, {resultTypes: ["violations"], runOnly: ` + rules + `});
		return JSON.stringify(r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.map(n => n.html + " (" + (n.any[0]?.message ?? "") + ")").slice(0, 3).join(" | "))); })()`)
	var violations []string
	b.must(json.Unmarshal([]byte(found), &violations))
	for _, v := range violations {
		b.Errorf("%s: %s", where, v)
	}
}

// fits fails the test if the page is wider than its window.
func (b *browser) fits(where string) {
	b.Helper()
	if wide := b.eval(`String(document.documentElement.scrollWidth - innerWidth)`); wide != "0" && !strings.HasPrefix(wide, "-") {
		b.Errorf("%s is %s px wider than its window", where, wide)
	}
}

// tables fails the test if a table as it is shown hides something: none has to be moved sideways. Where the window is narrow, rows become lines, and only
// their heads are out of sight.
func (b *browser) tables(where string) {
	b.Helper()
	hidden := b.eval(`JSON.stringify([...document.querySelectorAll(".table")].flatMap(region => {
		if (!region.checkVisibility()) return []; // in a closed part of the page
		if (region.scrollWidth > region.clientWidth) return [region.ariaLabel + " is " + (region.scrollWidth - region.clientWidth) + " px wider than its place"];
		return [...region.querySelectorAll("td, th")].filter(cell => cell.offsetWidth > 1 && cell.colSpan == 1 && (cell.scrollWidth > cell.clientWidth || cell.offsetWidth > region.clientWidth)).map(cell => region.ariaLabel + ": " + cell.textContent);
	}))`)
	var found []string
	b.must(json.Unmarshal([]byte(hidden), &found))
	for _, what := range found {
		b.Errorf("%s: hidden in a table: %s", where, what)
	}
}

// answered fails the test if a page is that of an error of ours, which would be looked at in the place of what is meant.
func (b *browser) answered(where string) {
	b.Helper()
	if status := b.eval(`String(performance.getEntriesByType("navigation")[0].responseStatus)`); (status[0] == '5') != (where == "failed") {
		b.Errorf("%s answers %s", where, status)
	}
}

// readable fails the test if a name stands there as the DNS has it (ACE) alone. Technical matter in <code> may, and what stands in brackets behind the name.
func (b *browser) readable(where string) {
	b.Helper()
	if ace := b.eval(`[...document.querySelectorAll("main *:not(code)")].flatMap(e => [...e.childNodes]).filter(n => n.nodeType == 3 && /(^|[^(])xn--/.test(n.data)).map(n => n.data).join(" | ")`); ace != "" {
		b.Errorf("%s has names that nobody reads: %s", where, ace)
	}
}

// eval has the page say something.
func (b *browser) eval(script string) string {
	b.Helper()
	said, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	b.must(err)
	return said
}

// shoot keeps a picture of the page, if pictures are wanted.
func (b *browser) shoot(name string) {
	b.Helper()
	if screenshots == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	b.must(err)
	b.must(os.MkdirAll(screenshots, 0o755))
	b.must(os.WriteFile(filepath.Join(screenshots, name+".png"), picture, 0o644))
}

// speaks has the browser prefer a language, as its owner has set it.
func (b *browser) speaks(language string) {
	b.Helper()
	b.must(chromedp.Do(b.ctx, command(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}})))
}

// signOut has the browser forget who was there.
func (b *browser) signOut() {
	b.Helper()
	b.must(chromedp.Do(b.ctx, command(network.ClearBrowserCookies, cdp.Empty{})))
}

// says fails the test unless the browser is at a path and reads these texts there.
func (b *browser) says(path string, texts ...string) {
	b.Helper()
	at := b.eval("location.pathname")
	body := b.eval("document.body.innerText")
	for _, text := range texts {
		if at != path || !strings.Contains(body, text) {
			b.Fatalf("at %s, not %s with %q:\n%s", at, path, text, body)
		}
	}
}
