package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// mailsData is what the list of mails shows.
type mailsData struct {
	listing
	Mailing operator.Mailing
	Rows    []mailLine
	Kinds   []string             // to choose from
	States  []reseller.MailState // to choose from
}

// mailLine is a mail with the account that it is for; none, with an ID of 0, for one to the operator.
type mailLine struct {
	reseller.Mail
	Account reseller.Account
}

// mails lists mails to all accounts and to the operator, newest first.
func (p Pages) mails(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "account", "to", "name", "kind", "state", "since", "until")
	d := mailsData{listing: l, Kinds: operator.MailKinds(), States: reseller.MailStates}
	title := v.Say("staff.mails_all")
	form := page.Form{Values: map[string]string{"since": l.Has("since"), "until": l.Has("until")}, Errors: map[string]string{}}
	written := v.Days(v.Times(), form.Errors)
	if form.Wrong() {
		return visit.Show("staff/mails", title, d).With(form), nil
	}
	found, err := p.Mails.Search(ctx, operator.MailChoice{
		Account: l.Has("account"), To: l.Has("to"), Name: l.Has("name"), Kind: l.Has("kind"), State: reseller.MailState(l.Has("state")), Written: written, Page: place,
	})
	at := beside("name").of(reseller.KindNotFound, "account").about(map[reseller.Path]string{operator.PathEmail: "account", operator.PathKind: "kind", operator.PathState: "state"})
	if !tell(v, &form, err, at) && err != nil {
		return visit.Answer{}, err
	}
	if d.Mailing, err = p.Mails.Standing(ctx); err != nil {
		return visit.Answer{}, err
	}
	accounts, err := p.Accounts.ByIDs(ctx, accountIDs(found, func(m reseller.Mail) int64 { return m.AccountID }))
	if err != nil {
		return visit.Answer{}, err
	}
	for _, m := range shown(&d.listing, found, func(m reseller.Mail) int64 { return m.ID }) {
		d.Rows = append(d.Rows, mailLine{m, accounts[m.AccountID]})
	}
	return visit.Show("staff/mails", title, d).With(form), nil
}

// mail shows one mail as it was written.
func (p Pages) mail(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showMail(ctx, v, page.Form{})
}

func (p Pages) showMail(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	m, err := p.Mails.Find(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	line := mailLine{Mail: m}
	if m.AccountID != 0 {
		if line.Account, err = p.Accounts.ByID(ctx, m.AccountID); err != nil {
			return visit.Answer{}, err
		}
	}
	return visit.Show("staff/mail", v.Say("staff.mail_n", fmt.Sprint(m.ID)), line).With(form), nil
}

// mailAgain has a mail sent again that was given up.
func (p Pages) mailAgain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	m, err := p.Mails.Again(v.Operating(ctx), v.ID("id"))
	form := page.Form{}
	if tell(v, &form, err, beside("again")) {
		return p.showMail(ctx, v, form)
	}
	return visit.Go(fmt.Sprintf("/operator/mails/%d/", m.ID)), err
}
