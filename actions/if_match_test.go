package actions_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// seenSaves are the ways to save something that was seen, each with the nth of several wishes.
var seenSaves = map[string]func(e *env, d reseller.Domain, n int) error{
	"contacts": func(e *env, d reseller.Domain, n int) error {
		street := fmt.Sprint("Street ", n)
		_, err := e.Actions.SaveContactDetails(e.Context(), e.call(), actions.SaveContactDetails{
			Name: d.Name, Patches: map[reseller.Role]actions.ContactPatch{reseller.RoleRegistrant: {Address1: &street}}, IfMatch: seen(actions.ContactSet(d)),
		})
		return err
	},
	"a host": func(e *env, d reseller.Domain, n int) error {
		_, err := e.Actions.SetChildNameserver(e.Context(), e.call(), actions.SetChildNameserver{
			Name: d.Name, Host: "ns1", Addresses: []string{fmt.Sprint("192.0.2.", n+10)}, IfMatch: seen(actions.HostSet(d)),
		})
		return err
	},
	"DNSSEC": func(e *env, d reseller.Domain, n int) error {
		wish := actions.DNSSECWish{Records: true, DS: []reseller.DSRow{{KeyTag: fmt.Sprint(n + 1), Algorithm: "13", DigestType: "2", Digest: strings.Repeat("AB", 32)}}}
		_, err := e.Actions.SaveDNSSEC(e.Context(), e.call(), actions.SaveDNSSEC{Name: d.Name, DNSSECWish: wish, IfMatch: seen(actions.DNSSECSet(d))})
		return err
	},
	"name servers": func(e *env, d reseller.Domain, n int) error {
		_, err := e.Actions.UpdateDomain(e.Context(), e.call(), actions.UpdateDomain{
			Name: d.Name, Nameservers: []string{fmt.Sprintf("ns1.n%d.net", n), fmt.Sprintf("ns2.n%d.net", n)}, IfMatch: seen(actions.SettingSet(d)),
		})
		return err
	},
	"automatic renewal": func(e *env, d reseller.Domain, _ int) error {
		on := !d.AutoRenew
		_, err := e.Actions.UpdateDomain(e.Context(), e.call(), actions.UpdateDomain{Name: d.Name, AutoRenew: &on, IfMatch: seen(actions.SettingSet(d))})
		return err
	},
	"the account": func(e *env, _ reseller.Domain, n int) error {
		a := e.Account // as it was at first
		a.DefaultContact = nil
		c := reseller.Contact{FirstName: "Eva", LastName: "Ek", Address1: fmt.Sprint("Street ", n), City: "Lund", Postcode: "22100", Country: "SE", Phone: "+46.46123456", Email: "eva@example.com"}
		_, err := e.Actions.ChangeAccount(e.Context(), e.call(), actions.ChangeAccount{DefaultContact: &c, IfMatch: seen(actions.AccountSet(a))})
		return err
	},
	"notices": func(e *env, _ reseller.Domain, n int) error {
		ways := []reseller.NoticeWay{reseller.NoticeOff, reseller.NoticeDaily}
		changes := []reseller.NoticeChange{{NoticeChoice: reseller.NoticeChoice{Kind: "registered", Way: ways[n%2]}}, {NoticeChoice: reseller.NoticeChoice{Kind: "renewed", Way: ways[n/2]}}}
		return e.Actions.ChangeNotices(e.Context(), e.call(), actions.ChangeNotices{Changes: changes, IfMatch: seen(reseller.AllNotices(nil))})
	},
}

func seen(set any) actions.IfMatch { return actions.IfMatch{reseller.Tag(set)} }

// Of several who have seen the same and save something else at once, one may: the others are told, also while the registry has not answered yet.
func TestOfThoseWhoSawTheSameOneMaySave(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		n := 0
		for what, save := range seenSaves {
			n++
			d := e.register(fmt.Sprintf("seen%d.com", n))
			_, err := e.Actions.SaveNameservers(t.Context(), e.call(), actions.SaveNameservers{Name: d.Name, Nameservers: []string{"ns1.elsewhere.net", "ns2.elsewhere.net"}})
			e.Must(err)
			d = e.Domain(d.Name.String())
			var won, lost atomic.Int32
			var all sync.WaitGroup
			for wish := range 4 {
				all.Go(func() {
					err := save(e, d, wish)
					switch code := reseller.AsError(err); {
					case err == nil:
						won.Add(1)
					case code.Code == reseller.CodePreconditionFailed || code.Code == reseller.CodeInProgress:
						lost.Add(1)
					default:
						t.Errorf("%s: %v", what, err)
					}
				})
			}
			all.Wait()
			if won.Load() != 1 || lost.Load() != 3 {
				t.Errorf("%s: %d of four who had seen the same saved it, %d were told, want 1 and 3", what, won.Load(), lost.Load())
			}
		}
	})
}
