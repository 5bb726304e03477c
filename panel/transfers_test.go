package panel_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// However many transfers there are, none is missing: what waits is listed apart from what has ended, and each list is turned over by itself.
// What failed stays among what can be tried again until the name is here.
func TestTransfersOfMoreThanAPage(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		const many = 53
		w.SetPrices([]reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpTransfer, Years: 1, Net: 1_00}})
		sandbox := w.App.SandboxRegistry(w.App.Routes.Rules())
		transfer := func(name, code string) (actions.Ordered, error) {
			return w.Actions.TransferDomain(w.Context(), w.call(w.Account), actions.TransferDomain{Name: w.NameOf(name), AuthCode: code})
		}
		for i := range many {
			asked := w.Register(fmt.Sprintf("out-%02d.com", i))
			w.Must(w.Store.AddEvent(w.Context(), reseller.DomainEvent(reseller.EventTransferAwayRequested, asked, "asked", w.Clock.Now())))
			name := fmt.Sprintf("in-%02d.com", i)
			w.Must(sandbox.AddForeign(w.Context(), w.NameOf(name), "code", time.Time{}, false))
			_, err := transfer(name, "code")
			w.Must(err)
			if _, err := transfer(fmt.Sprintf("no-%02d.com", i), "wrong"); err == nil {
				t.Fatal("a name that is nowhere is transferred")
			}
		}
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		for _, list := range []struct{ field, prefix string }{{"out", "out-"}, {"coming", "in-"}, {"failed", "no-"}} {
			p.listsAll(list.field, list.prefix, many)
		}
		again := w.NameOf("no-52.com")
		w.Must(sandbox.AddForeign(w.Context(), again, "fresh", time.Time{}, false))
		_, err := w.Actions.RetryTransfer(w.Context(), w.call(w.Account), actions.RetryTransfer{Name: again, AuthCode: "fresh"})
		w.Must(err)
		body := p.must("/panel/transfers/")
		if failed := section(body, "failed"); strings.Contains(failed, again.String()) || !strings.Contains(section(body, "coming"), again.String()) || !strings.Contains(section(body, "past"), again.String()) {
			t.Errorf("a transfer that was tried again is not coming, with its first attempt in the past:\n%s", seen(body))
		}
		w.Verify()
	})
}

// section is a part of a page, by its id.
func section(body, id string) string {
	_, part, _ := strings.Cut(body, `<section id="`+id+`">`)
	part, _, _ = strings.Cut(part, "</section>")
	return part
}

// listsAll turns a list of transfers over to its end, and wants each name once.
func (p *person) listsAll(list, prefix string, all int) {
	p.Helper()
	found, pages, at := map[string]int{}, 0, "/panel/transfers/"
	for next := at; next != ""; pages++ {
		part := section(p.must(next), list)
		for _, name := range regexp.MustCompile(`>(`+prefix+`\d\d\.com)<`).FindAllStringSubmatch(part, -1) {
			found[name[1]]++
		}
		link := regexp.MustCompile(`href="(\?[^"#]*` + list + `=\d+)#` + list + `"`).FindStringSubmatch(part)
		if next = ""; link != nil {
			next = at + link[1]
		}
	}
	for name, times := range found {
		if times != 1 {
			p.Errorf("%s is listed %d times", name, times)
		}
	}
	if len(found) != all || pages != 2 {
		p.Errorf("%s: %d of %d names on %d pages", list, len(found), all, pages)
	}
}
