package actions_test

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/publish/dns"
	"nameyard/reseller"
)

// here are the name servers of the house.
var here = []string{"ns1.registrar.example", "ns2.registrar.example"}

// newSigning is a house whose name servers sign.
func newSigning(t *testing.T, engine apptest.Engine) *env {
	t.Helper()
	return newEnv(t, engine, apptest.WithConfig(func(c *app.Config) {
		c.Publishing.Signer = &dns.Secondary{Name: "signer", Address: netip.MustParseAddrPort("192.0.2.7:53"), Key: "signer-key."}
	}))
}

// ownDS wishes for records of another signer.
func ownDS(enabled *bool, tag uint16) *actions.DNSSECWish {
	row := reseller.DSRow{KeyTag: strconv.Itoa(int(tag)), Algorithm: "13", DigestType: "2", Digest: strings.Repeat("AB", 32)}
	return &actions.DNSSECWish{Enabled: enabled, Records: true, DS: []reseller.DSRow{row}}
}

// update changes name servers and DNSSEC of a name together.
func (e *env) update(full string, servers []string, wish *actions.DNSSECWish) error {
	_, err := e.Actions.UpdateDomain(e.Context(), e.call(), actions.UpdateDomain{Name: e.NameOf(full), Nameservers: servers, DNSSEC: wish})
	return err
}

func (e *env) saveDNSSEC(full string, wish *actions.DNSSECWish) error {
	_, err := e.Actions.SaveDNSSEC(e.Context(), e.call(), actions.SaveDNSSEC{Name: e.NameOf(full), DNSSECWish: *wish})
	return err
}

// has wants a state of signing, and one DS record at the registry and in the books; 0 = none.
func (e *env) has(full string, signing reseller.DNSSECState, tag uint16) {
	e.Helper()
	row, shown := e.Domain(full), e.shown(full)
	var got uint16
	if len(shown.SecDNS.DS) == 1 {
		got = shown.SecDNS.DS[0].KeyTag
	}
	if row.Signing != signing || got != tag || !row.SecDNS.Equal(shown.SecDNS) {
		e.Errorf("%s is %q with %s in the books and %s at the registry; want %q and the tag %d", full, row.Signing, row.SecDNS, shown.SecDNS, signing, tag)
	}
}

// TestWishForDNSSECIsOneForTheNameServersThatComeWithIt: what is asked for with other name servers is done or refused, and never dropped.
func TestWishForDNSSECIsOneForTheNameServersThatComeWithIt(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newSigning(t, engine)
		e.register("mine.com")
		e.Must(e.update("mine.com", before, ownDS(nil, 1)))
		e.has("mine.com", "", 1)

		err := e.update("mine.com", after, &actions.DNSSECWish{Enabled: to(true)})
		wantError(t, "signed elsewhere without records", err, reseller.CodeBadState, reseller.PathDNSSEC, "on other name servers than those here")
		e.has("mine.com", "", 1)
		e.Must(e.update("mine.com", after, ownDS(nil, 1))) // the next name servers have the keys, too
		e.has("mine.com", "", 1)
		e.Must(e.update("mine.com", before, ownDS(to(true), 1))) // as it is shown
		e.has("mine.com", "", 0)
		e.Must(e.saveDNSSEC("mine.com", ownDS(nil, 1)))

		e.Must(e.update("mine.com", here, &actions.DNSSECWish{Enabled: to(true)}))
		e.has("mine.com", reseller.DNSSECSigning, 0)
		e.Must(e.update("mine.com", after, ownDS(to(true), 2)))
		e.has("mine.com", reseller.DNSSECRetiring, 2)
		e.Verify()
	})
}

// TestRecordsOfOthersAreNeverIgnored: on a name that is signed here they are refused, and taken as soon as it is on other name servers.
func TestRecordsOfOthersAreNeverIgnored(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newSigning(t, engine)
		e.register("mine.com")
		e.Must(e.update("mine.com", here, &actions.DNSSECWish{Enabled: to(true)}))
		for _, enabled := range []*bool{nil, to(true)} {
			wantError(t, "records", e.saveDNSSEC("mine.com", ownDS(enabled, 1)), reseller.CodeBadState, reseller.PathDNSSEC, "is signed by the name servers here")
		}
		wantError(t, "off with records", e.saveDNSSEC("mine.com", ownDS(to(false), 1)), reseller.CodeAmbiguousParameter, reseller.PathDNSSEC, "at the same time")
		e.has("mine.com", reseller.DNSSECSigning, 0)

		for _, state := range []reseller.DNSSECState{reseller.DNSSECSigning, reseller.DNSSECWithdrawing, reseller.DNSSECRetiring} {
			full := string(state) + ".com"
			e.register(full)
			e.Must(e.update(full, here, nil))
			_, err := e.Store.ChangeDomain(e.Context(), e.Domain(full).ID, reseller.Operator, "test", func(d *reseller.Domain) error {
				d.EnterSigning(state, e.Clock.Now())
				return nil
			})
			e.Must(err)
			e.Must(e.update(full, after, nil))
			e.Must(e.update(full, nil, &actions.DNSSECWish{Enabled: to(state.Enabled()), Records: true})) // as it is shown
			e.has(full, state, 0)
			e.Must(e.saveDNSSEC(full, ownDS(nil, 3)))
			e.has(full, reseller.DNSSECRetiring, 3)
		}
		e.Verify()
	})
}
