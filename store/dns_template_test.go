package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
)

// templated is a template of an account.
func templated(account int64, name, text string) reseller.DNSTemplate {
	return reseller.DNSTemplate{AccountID: account, Name: name, Text: text}
}

// An account has a template of a name once, in whatever case; another account's is another one. What is changed stands in the audit log as it
// was and as it is.
func TestTemplatesAreAnAccountsOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		by, account, other := byReseller, h.account("a@example.com", 0), h.account("b@example.com", 0)
		mine := must[reseller.DNSTemplate](t)(h.AddDNSTemplate(h.ctx, templated(account.ID, "Åre", "@ A 192.0.2.1\nwww CNAME @\n"), by))
		must[reseller.DNSTemplate](t)(h.AddDNSTemplate(h.ctx, templated(other.ID, "åre", "@ A 192.0.2.1\n"), by))
		second := must[reseller.DNSTemplate](t)(h.AddDNSTemplate(h.ctx, templated(account.ID, "Mail", "@ A 192.0.2.1\n"), by))
		_, err := h.AddDNSTemplate(h.ctx, templated(account.ID, "ÅRE", "@ A 192.0.2.1\n"), by)
		if !errors.Is(err, reseller.ErrDuplicate) {
			t.Errorf("the name a second time: %v", err)
		}
		renamed := func(name, text string) func(*reseller.DNSTemplate) error {
			return func(t *reseller.DNSTemplate) error { t.Name, t.Text = name, text; return nil }
		}
		_, err = h.ChangeDNSTemplate(h.ctx, account.ID, second.ID, by, renamed("åre", second.Text))
		if !errors.Is(err, reseller.ErrDuplicate) {
			t.Errorf("the name of another: %v", err)
		}
		_, err = h.ChangeDNSTemplate(h.ctx, other.ID, mine.ID, by, renamed("Theirs", mine.Text))
		if !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("another account's: %v", err)
		}
		if err := h.RemoveDNSTemplate(h.ctx, templated(other.ID, "", ""), by); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("removing another account's: %v", err)
		}
		must[reseller.DNSTemplate](t)(h.ChangeDNSTemplate(h.ctx, account.ID, mine.ID, by, renamed("åre", "@ A 192.0.2.2\nwww CNAME @\n")))
		must[reseller.DNSTemplate](t)(h.ChangeDNSTemplate(h.ctx, account.ID, mine.ID, by, renamed("åre", "@ A 192.0.2.2\nwww CNAME @\n")))
		kept := must[reseller.DNSTemplate](t)(h.DNSTemplate(h.ctx, account.ID, mine.ID))
		equal(t, "the template", fmt.Sprint(kept.Name, " ", kept.Text), "åre @ A 192.0.2.2\nwww CNAME @\n")
		list := must[[]reseller.DNSTemplate](t)(h.DNSTemplates(h.ctx, account.ID))
		equal(t, "the list", fmt.Sprint(len(list), list[0].Name, list[0].Text, list[1].Name), "2Mailåre")
		ok(t, h.RemoveDNSTemplate(h.ctx, kept, by))
		var told []string
		for _, r := range must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Account: account.ID, Actor: by.Name, Page: reseller.Page{Limit: 100}})) {
			told = append(told, r.Action+" "+r.Object+" "+strings.ReplaceAll(partsOf(r), "\n", ", "))
		}
		slices.Sort(told)
		equal(t, "the audit log", strings.Join(told, "\n"), strings.Join([]string{
			"dns_template.add Mail name:  → Mail; for_new_names:  → false; records:  → @ A 192.0.2.1",
			"dns_template.add Åre name:  → Åre; for_new_names:  → false; records:  → @ A 192.0.2.1, www CNAME @",
			"dns_template.change åre name: Åre → åre; records: @ A 192.0.2.1 → @ A 192.0.2.2",
			"dns_template.remove åre name: åre → ; for_new_names: false → ; records: @ A 192.0.2.2, www CNAME @ → ",
		}, "\n"))
	})
}

// However many forms are sent at once, there are not more templates than there may be.
func TestTemplatesAreNotMoreThanThereMayBe(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		by, account := byReseller, h.account("a@example.com", 0)
		for i := range 47 {
			must[reseller.DNSTemplate](t)(h.AddDNSTemplate(h.ctx, templated(account.ID, fmt.Sprint("T", i), "@ A 192.0.2.1\n"), by))
		}
		refused := 0
		for _, err := range atOnce(8, func(i int) error {
			_, err := h.AddDNSTemplate(h.ctx, templated(account.ID, fmt.Sprint("at once ", i), "@ A 192.0.2.1\n"), by)
			return err
		}) {
			if err != nil && reseller.AsError(err).Code == reseller.CodeBadState {
				refused++
			} else {
				ok(t, err)
			}
		}
		equal(t, "refused", refused, 5)
		equal(t, "templates", len(must[[]reseller.DNSTemplate](t)(h.DNSTemplates(h.ctx, account.ID))), 50)
	})
}

// Of several that are for new names at once, one is left.
func TestOneTemplateIsForNewNames(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		account, other := h.account("a@example.com", 0), h.account("b@example.com", 0)
		add := func(account int64, name string) reseller.DNSTemplate {
			made := templated(account, name, "@ A 192.0.2.1\n")
			made.ForNew = true
			return must[reseller.DNSTemplate](t)(h.AddDNSTemplate(h.ctx, made, byReseller))
		}
		_, err := h.NewNameTemplate(h.ctx, account.ID)
		if !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("without one: %v", err)
		}
		theirs, first := add(other.ID, "Theirs"), add(account.ID, "First")
		for _, err := range atOnce(6, func(i int) error {
			if i == 0 {
				_, err := h.ChangeDNSTemplate(h.ctx, account.ID, first.ID, byReseller, func(t *reseller.DNSTemplate) error { t.Text, t.ForNew = "@ A 192.0.2.2\n", true; return nil })
				return err
			}
			made := templated(account.ID, fmt.Sprint(i), "@ A 192.0.2.1\n")
			made.ForNew = true
			_, err := h.AddDNSTemplate(h.ctx, made, byReseller)
			return err
		}) {
			ok(t, err)
		}
		var chosen []reseller.DNSTemplate
		for _, listed := range must[[]reseller.DNSTemplate](t)(h.DNSTemplates(h.ctx, account.ID)) {
			if listed.ForNew {
				chosen = append(chosen, listed)
			}
		}
		equal(t, "templates for new names", len(chosen), 1)
		equal(t, "the one", must[reseller.DNSTemplate](t)(h.NewNameTemplate(h.ctx, account.ID)).ID, chosen[0].ID)
		equal(t, "another account's", must[reseller.DNSTemplate](t)(h.NewNameTemplate(h.ctx, other.ID)).ID, theirs.ID)
	})
}
