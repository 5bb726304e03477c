package staff

import (
	"context"
	"strconv"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// auditData is what the audit log's page shows.
type auditData struct {
	listing
	Rows []auditLine
}

// auditLine is a record with the e-mail address of its account.
type auditLine struct {
	reseller.AuditRecord
	Email string // "" = it is nobody's
	Who   string // acted
	Token bool   // a token did: the log is searched for it by its number
}

// unknownIn is the field of the search that names what is not there: an order, if that was looked for last.
func unknownIn(err error) string {
	if e := reseller.AsError(err); e != nil && e.Hint == operator.HintListOrders {
		return "order"
	}
	return "account"
}

// audit lists who did what when, newest first.
func (p Pages) audit(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "account", "name", "order", "actor", "since")
	d := auditData{listing: l}
	title := v.Say("staff.audit")
	choice := operator.AuditChoice{Account: l.Has("account"), Name: l.Has("name"), Actor: l.Has("actor"), Page: place}
	wrong := map[string]string{}
	var err error
	if text := l.Has("order"); text != "" {
		if choice.Order, err = strconv.ParseInt(text, 10, 64); err != nil {
			wrong["order"] = v.Say("staff.bad_order")
		}
	}
	if text := l.Has("since"); text != "" {
		if choice.Done.Since, err = v.Times().Day(text); err != nil {
			wrong["since"] = v.Say("staff.bad_date")
		}
	}
	if len(wrong) > 0 {
		return visit.Show("staff/audit", title, d).With(page.Form{Errors: wrong}).Part("list"), nil
	}
	found, err := p.Audit.List(ctx, choice)
	form := page.Form{}
	if tell(v, &form, err, beside("account").of(reseller.KindNotFound, unknownIn(err))) {
		return visit.Show("staff/audit", title, d).With(form).Part("list"), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	emails, err := emailsOf(ctx, p, found, func(r reseller.AuditRecord) int64 { return r.Account })
	if err != nil {
		return visit.Answer{}, err
	}
	rows := shown(&d.listing, found, func(r reseller.AuditRecord) int64 { return r.ID })
	names, err := tokensOf(ctx, p, rows, func(r reseller.AuditRecord) string { return r.Actor })
	if err != nil {
		return visit.Answer{}, err
	}
	for _, r := range rows {
		_, token := reseller.TokenActor(r.Actor)
		d.Rows = append(d.Rows, auditLine{r, emails[r.Account], v.Language.Who(r.Actor, names), token})
	}
	return visit.Show("staff/audit", title, d).Part("list"), nil
}
