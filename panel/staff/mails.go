package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// mailsData is what the page of an account's mails shows.
type mailsData struct {
	listing
	Account reseller.Account
	Rows    []reseller.Mail
	Kinds   []string             // to choose from
	States  []reseller.MailState // to choose from
}

// mails lists the mails to an account, newest first.
func (p Pages) mails(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	l, place := listed(v, "name", "kind", "state")
	d := mailsData{listing: l, Account: a, Kinds: reseller.MailKinds(true), States: reseller.MailStates}
	found, err := p.Mails.Search(ctx, operator.MailChoice{
		Account: a.Email, Name: l.Has("name"), Kind: l.Has("kind"), State: reseller.MailState(l.Has("state")), Page: place,
	})
	form := page.Form{}
	if !tell(v, &form, err, beside("name").about(map[reseller.Path]string{operator.PathKind: "kind", operator.PathState: "state"})) && err != nil {
		return visit.Answer{}, err
	}
	d.Rows = shown(&d.listing, found, func(m reseller.Mail) int64 { return m.ID })
	return visit.Show("staff/mails", v.Say("staff.mails_to", a.Name), d).With(form), nil
}
