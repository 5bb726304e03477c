package account

import (
	"context"
	"strconv"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
	"nameyard/zone"
)

const (
	// historyRows is how many versions of records a page lists: each is read with all its records.
	historyRows = 10
	// stepsTold is how many of a version's changes are told.
	stepsTold = 3
)

// savedVersion is a version of records with who saved it, in words.
type savedVersion struct {
	actions.RecordVersion
	Who string
}

// history puts the earlier versions onto the page of records, and what would change if the one that the query names were brought back.
func (p Pages) history(ctx context.Context, v *visit.Visit, d *dnsData, form page.Form) (page.Form, error) {
	asks := askedOf(v, "versions")
	asks.Limit = historyRows
	versions, err := p.Actions.RecordHistory(ctx, v.Call(), actions.ZoneHistory{Name: d.Domain.Name, Page: asks})
	if err != nil {
		return form, err
	}
	tokens, err := p.tokenNames(ctx, v)
	if err != nil {
		return form, err
	}
	for _, version := range versions.Rows {
		d.History = append(d.History, savedVersion{version, who(v, reseller.Actor{Name: version.SavedBy}, tokens)})
	}
	d.Newest, d.Paging = asks.After == 0, pagingIn(v, "versions", versions.Next)
	if d.Change != nil || form.Wrong() || !v.Query.Has("restore") {
		return form, nil
	}
	back, err := p.Actions.RestoreDifference(ctx, v.Call(), actions.RestoreZone{Name: d.Domain.Name, Version: idOf(v.Query.Get("restore"))})
	if e := reseller.AsError(err); err != nil && e.Kind != reseller.KindInvalid && e.Kind != reseller.KindNotFound {
		return form, err
	}
	if err != nil {
		form.Errors = map[string]string{}
		form.Tell("history", spelled(v, err))
		return form, nil
	}
	if back.Kind == zone.DNS {
		d.Back = &back
	}
	return form, nil
}

// changedIn is what a version has changed, as far as it is told.
type changedIn struct {
	Steps []zone.Step
	More  string // how many further ones there are; "" = none
}

// Told is what a version has changed.
func (d dnsData) Told(v actions.RecordVersion) (c changedIn) {
	c.Steps = v.Changed.Steps()
	if more := len(c.Steps) - stepsTold; more > 0 {
		c.Steps, c.More = c.Steps[:stepsTold], strconv.Itoa(more)
	}
	return c
}

// restoreZone saves an old version again in place of the records that were shown.
func (p Pages) restoreZone(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	_, err = p.Actions.RestoreZone(ctx, v.Call(), actions.RestoreZone{Name: name, Version: v.ID("version"), IfMatch: seen(v)})
	return p.dnsChanged(ctx, v, err, "history")
}
