package panel_test

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// The zone of the browser is offered, is chosen by keys alone, and is offered no more once it is the person's. It need not be one of the list.
func TestTheZoneOfTheBrowserIsOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	b := newBrowser(t, w.named())
	b.must(chromedp.Do(b.ctx, command(emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Asia/Kolkata"})))
	b.signIn("/panel/sign-in/link/?token=" + w.invite("anna@example.com", reseller.UserReadOnly, "en").Secret)
	b.visit("/panel/you/")
	const button = `document.querySelector("[data-zone]")`
	offered := b.eval(button + `.querySelector("span").textContent`)
	if offered != "Asia/Calcutta" && offered != "Asia/Kolkata" || b.eval(`String(`+button+`.hidden)`) != "false" {
		t.Fatalf("the browser's zone is offered as %q", offered)
	}
	b.judge("the zone of the browser")
	b.eval(button + `.focus(); ""`)
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent("\r")))
	if got := b.eval(`document.activeElement.id + " " + document.activeElement.value`); got != "field-zone "+offered {
		t.Errorf("the button leads to %q", got)
	}
	b.submit("#time-zone form")
	b.says("/panel/you/", "Saved.", "It is 2026-03-10 17:30 IST there now.")
	if b.eval(`String(`+button+`.hidden)`) != "true" {
		t.Error("the zone that the person has is offered")
	}
	b.clean("the zone of the browser")
}
