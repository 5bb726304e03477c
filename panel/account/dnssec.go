package account

import (
	"context"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// dnssecData is what the page of a name's DNSSEC shows.
type dnssecData struct {
	actions.ShownDomain
	actions.DNSSEC
	Theirs *actions.RegistryView // what the registry says now; nil = it was not asked
	Silent visit.Told            // why it says nothing
	Seen   string                // tag of the data that is shown, or was when the form was shown first
	Coming int64                 // order that is making it so; 0 = it is so
	Saved  bool

	Elsewhere bool // its name servers are others'
}

// Here reports whether the house's name servers sign the name, or could.
func (d dnssecData) Here() bool {
	return d.Signable && d.Rules.DNSSEC != reseller.DNSSECNone && d.DNSSEC.State != reseller.DNSSECOwn
}

// dnssec shows how a name is signed.
func (p Pages) dnssec(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showDNSSEC(ctx, v, page.Form{})
}

func (p Pages) showDNSSEC(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	shown, err := p.liveShown(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	d := dnssecData{ShownDomain: shown, Saved: v.Query.Has("saved"), Elsewhere: p.Actions.Elsewhere(shown.Domain)}
	if d.DNSSEC, err = p.Actions.GetDNSSEC(ctx, v.Call(), actions.GetDNSSEC{Name: shown.Domain.Name}); err != nil {
		return visit.Answer{}, err
	}
	there, err := p.Actions.EditDNSSEC(ctx, v.Call(), actions.GetDNSSEC{Name: shown.Domain.Name})
	if err != nil {
		return visit.Answer{}, err
	}
	d.Seen, d.Coming, d.DNSSEC.SecDNS = tagOf(actions.DNSSECSet(there.Domain), form), there.Order.ID, there.SecDNS
	if v.Query.Has("ask") {
		if d.Theirs, d.Silent, err = p.askRegistry(ctx, v); err != nil {
			return visit.Answer{}, err
		}
	}
	return onPart(v, "account/dnssec", "dnssec.title", shown.Domain, d, form), nil
}

// switchDNSSEC switches signing on, or takes away what the registry has.
func (p Pages) switchDNSSEC(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	on := v.Form.Get("to") == "on"
	return p.saveDNSSEC(ctx, v, actions.DNSSECWish{Enabled: &on})
}

// saveSecDNS gives the registry the records of who signs the zone elsewhere.
func (p Pages) saveSecDNS(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	w := actions.DNSSECWish{Records: true}
	for _, f := range fourFields(v.Form.Get("ds")) {
		w.DS = append(w.DS, reseller.DSRow{KeyTag: f[0], Algorithm: f[1], DigestType: f[2], Digest: f[3]})
	}
	for _, f := range fourFields(v.Form.Get("keys")) {
		w.Keys = append(w.Keys, reseller.KeyRow{Flags: f[0], Protocol: f[1], Algorithm: f[2], PublicKey: f[3]})
	}
	return p.saveDNSSEC(ctx, v, w)
}

// fourFields reads records as zone files have them, one on a line: three numbers, and the rest, in which blanks say nothing.
func fourFields(text string) (rows [][4]string) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		var row [4]string
		copy(row[:3], words)
		if len(words) > 3 {
			row[3] = strings.Join(words[3:], "")
		}
		rows = append(rows, row)
	}
	return rows
}

func (p Pages) saveDNSSEC(ctx context.Context, v *visit.Visit, wish actions.DNSSECWish) (visit.Answer, error) {
	o, err := p.orderOf(ctx, v, func(name reseller.Name) (reseller.Order, error) {
		saved, err := p.Actions.SaveDNSSEC(ctx, v.Call(), actions.SaveDNSSEC{Name: name, DNSSECWish: wish, IfMatch: seen(v)})
		return saved.Order, err
	})
	form := v.Typed("ds", "keys", "seen")
	a, ok, err := p.sent(v, o, inRows(err), &form, func(path reseller.Path) string {
		for _, field := range []reseller.Path{reseller.PathDS, reseller.PathKeys} {
			if strings.HasPrefix(string(path), string(field)) && wish.Records {
				return string(field)
			}
		}
		return "dnssec"
	})
	if ok || err != nil {
		return a, err
	}
	return p.showDNSSEC(ctx, v, form)
}

// inRows has the faults of records say in which line they are: all of them stand beside the field that has the lines.
func inRows(err error) error {
	if !reseller.IsKind(err, reseller.KindInvalid) {
		return err
	}
	var bad reseller.Faults
	bad.AddEach(err, func(fault *reseller.Error) *reseller.Error {
		_, place, _ := fault.Field.Form()
		if place < 0 {
			return fault
		}
		return reseller.Errorf(fault.Kind, fault.Code, "row %d: %s", place+1, reseller.Inner(fault)).In(fault.Field)
	})
	return bad.Err()
}
