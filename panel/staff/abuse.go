package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// abuseData is what the page of names shows that registries have something against.
type abuseData struct {
	listing
	Show     string // which of the lists
	Rows     []watchedLine
	Messages []reseller.RegistryMessage
}

// watchedLine is a name with the e-mail address of its account.
type watchedLine struct {
	operator.WatchedDomain
	Account string
}

// The lists of the page: holders to be verified ("" in the URL), names on hold, names kept for a dispute, what registries say that nobody here understands.
const (
	showHeld     = "held"
	showKept     = "kept"
	showMessages = "messages"
)

// soonDays is how many days before its end a verification is due soon.
const soonDays = 7

// abuse lists names whose holders are to be verified, names that are out of the zone, names kept for a dispute, or messages that wait for a person.
func (p Pages) abuse(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "show", "account", "name", "due", "seen")
	d := abuseData{listing: l, Show: l.Has("show")}
	var names []operator.WatchedDomain
	var err error
	switch d.Show {
	case showHeld:
		names, err = p.Domains.OnHold(ctx, operator.HoldChoice{Account: l.Has("account"), Name: l.Has("name"), Page: place})
	case showKept:
		names, err = p.Domains.KeptForDispute(ctx, operator.HoldChoice{Account: l.Has("account"), Name: l.Has("name"), Page: place})
	case showMessages:
		var found []reseller.RegistryMessage
		found, err = p.Registries.Messages(ctx, operator.MessageChoice{Name: l.Has("name"), All: l.Has("seen") != "", Page: place})
		d.Messages = shown(&d.listing, found, func(m reseller.RegistryMessage) int64 { return m.ID })
	default:
		choice := operator.UnverifiedChoice{Account: l.Has("account"), Name: l.Has("name"), Page: place}
		switch l.Has("due") {
		case "over":
			choice.DueBefore = v.Now
		case "soon":
			choice.DueBefore = v.Now.Add(reseller.Days(soonDays))
		}
		names, err = p.Domains.Unverified(ctx, choice)
	}
	title := v.Say("abuse.title")
	form := page.Form{}
	if tell(v, &form, err, beside("name").of(reseller.KindNotFound, "account")) {
		return visit.Show("staff/abuse", title, d).With(form).Part("list"), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	emails, err := emailsOf(ctx, p, names, func(w operator.WatchedDomain) int64 { return w.AccountID })
	if err != nil {
		return visit.Answer{}, err
	}
	for _, w := range shown(&d.listing, names, func(w operator.WatchedDomain) int64 { return w.ID }) {
		d.Rows = append(d.Rows, watchedLine{w, emails[w.AccountID]})
	}
	return visit.Show("staff/abuse", title, d).Part("list"), nil
}

// messageSeen notes that somebody has seen to a message of a registry. A second press finds it seen to, which is as good.
func (p Pages) messageSeen(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	err := p.Registries.MessageDone(v.Operating(ctx), v.ID("id"))
	if reseller.IsKind(err, reseller.KindNotFound) {
		err = nil
	}
	return visit.Go("/operator/abuse/?show=" + showMessages), err
}
