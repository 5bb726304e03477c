package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// sentPage is what the list of sent notices shows.
type sentPage struct {
	Rows     []reseller.Mail
	Paging   paging
	Filtered bool
	Kinds    []string             // to choose from
	States   []reseller.MailState // to choose from
}

// sentNotices lists the mails to the account, newest first. Those about how its people sign in are for who manages the team.
func (p Pages) sentNotices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := searched(v, "q", "kind", "state", "since", "until")
	personal := v.May(reseller.RightTeam)
	d := sentPage{Filtered: filtered(form), Kinds: reseller.MailKinds(personal), States: reseller.MailStates}
	r := actions.SentNotices{
		Page: asked(v), Personal: personal, Name: form.Values["q"], Kind: form.Values["kind"], State: reseller.MailState(form.Values["state"]),
		Written: days(v, form.Errors),
	}
	found, err := p.Actions.SentNotices(ctx, v.Call(), r)
	if err != nil && !told(v, err, &form, map[reseller.Path]string{reseller.PathName: "q", reseller.PathKind: "kind", reseller.PathStatus: "state"}) {
		return visit.Answer{}, err
	}
	if !form.Wrong() {
		d.Rows, d.Paging = found.Rows, pagingOf(v, found.Next)
	}
	return visit.Show("account/sent_notices", v.Say("sent.title"), d).With(form), nil
}
