package account

import (
	"context"
	"net/http"
	"strconv"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
	"nameyard/zone"
)

// dnsData is what the editor of records shows.
type dnsData struct {
	Domain reseller.Domain
	actions.DNSRecords
	Types     []string
	Record    recordForm
	Seen      string             // tag of the records that the form of one was shown with
	Zone      *actions.Published // nil = nobody publishes zones here
	History   []savedVersion
	Newest    bool                       // it begins with the version that holds now
	Paging    paging                     // of the history
	Back      *actions.RestoreDifference // an old version that may be brought back, with what that would change; nil = none was asked for
	Templates []reseller.DNSTemplate
	Elsewhere bool         // nobody sees the records: the name servers are others'
	Change    *zone.Import // what a zone file or a template would change; nil = none was sent
}

// NoRecords is the zone file of a zone without records: what was before the first version, too. The SOA says that it is meant.
func (dnsData) NoRecords() string { return "@ SOA @ @ 1 1 1 1 1" }

// dns shows the records of a name.
func (p Pages) dns(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showDNS(ctx, v, nil, page.Form{})
}

func (p Pages) showDNS(ctx context.Context, v *visit.Visit, change *zone.Import, form page.Form) (visit.Answer, error) {
	live, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	d, typed := dnsData{Domain: live, Types: zone.RecordTypes, Change: change, Elsewhere: p.Actions.Elsewhere(live)}, page.Form{}
	if d.DNSRecords, err = p.Actions.GetDNS(ctx, v.Call(), actions.GetDNS{Name: live.Name}); err != nil {
		return visit.Answer{}, err
	}
	if d.Zone, err = p.Actions.ZonePublished(ctx, live); err != nil {
		return visit.Answer{}, err
	}
	if form.Wrong() {
		d.Record = formOf(form.Values["type"], form.Values["record"])
	} else if d.Record, typed = recordToShow(v, d.Records); form.Values == nil {
		form = typed
	}
	d.Seen = tagOf(d.Records, form)
	if d.Templates, err = p.Actions.ListDNSTemplates(ctx, v.Call(), struct{}{}); err != nil {
		return visit.Answer{}, err
	}
	if form, err = p.history(ctx, v, &d, form); err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("account/dns", v.Say("dns.title", live.Name.Unicode()), d).Part("record-value").With(form), nil
}

// dnsChanged answers a change of records: what is wrong is said where it was typed.
func (p Pages) dnsChanged(ctx context.Context, v *visit.Visit, err error, field string, typed ...string) (visit.Answer, error) {
	e := reseller.AsError(err)
	switch {
	case err == nil:
		return visit.Go("/panel/domains/" + strconv.FormatInt(v.ID("id"), 10) + "/dns/"), nil
	case gone(e):
	case e.Kind != reseller.KindInvalid && e.Kind != reseller.KindConflict && e.Kind != reseller.KindLimited && e.Kind != reseller.KindUnsupported:
		return visit.Answer{}, err
	}
	f := v.Typed(typed...)
	f.Tell(field, spelled(v, err))
	if e.Field == reseller.PathIfMatch || gone(e) {
		f.Errors[field] = v.Say("dns.changed")
		delete(f.Values, "seen") // what is there now is shown beside what was typed
	}
	a, err := p.showDNS(ctx, v, nil, f)
	a.Status = http.StatusUnprocessableEntity
	return a, err
}

// gone reports whether an error is that a record is not there any more.
func gone(e *reseller.Error) bool {
	return e.Kind == reseller.KindNotFound && e.Field == reseller.PathRecord
}

// removeRecord takes a record away. One that is gone already is what was wanted.
func (p Pages) removeRecord(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	_, err = p.Actions.RemoveRecord(ctx, v.Call(), actions.RemoveRecord{Name: name, ID: v.Form.Get("record")})
	if reseller.IsKind(err, reseller.KindNotFound) {
		err = nil
	}
	return p.dnsChanged(ctx, v, err, "value")
}

// pasteZone shows what a zone file would change, or makes it so if that has been seen: the form then holds the tag of the records that
// the difference was shown against.
func (p Pages) pasteZone(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	r := actions.ImportZone{Name: name, File: v.Form.Get("file"), Add: adds(v), Apply: v.Form.Has("apply")}
	if r.Apply {
		r.IfMatch = seen(v)
	}
	change, err := p.Actions.ImportZone(ctx, v.Call(), r)
	if err != nil || r.Apply {
		return p.dnsChanged(ctx, v, err, "file", "file", "mode")
	}
	return p.showDNS(ctx, v, &change, v.Typed("file", "mode"))
}
