package staff

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// auditData is what the audit log's page shows.
type auditData struct {
	listing
	Actions []string // to choose from, as their words are sorted
	Rows    []auditLine
}

// auditLine is a record with the e-mail address of its account.
type auditLine struct {
	reseller.AuditRecord
	Email string // "" = it is nobody's
	Who   string // acted
	Token bool   // a token did: the log is searched for it by its number
}

// auditFields has the field of the search beside which each fault stands.
func auditFields(e *reseller.Error) string {
	if e.Kind == reseller.KindNotFound && e.Hint == operator.HintListOrders {
		return "order"
	}
	return beside("name").of(reseller.KindNotFound, "account").about(map[reseller.Path]string{operator.PathAction: "action"})(e)
}

// actionsIn are all that the log has records of, sorted as they are called in a language.
func actionsIn(v *visit.Visit) []string {
	return slices.SortedFunc(maps.Keys(reseller.AuditKinds), func(a, b string) int {
		return cmp.Or(strings.Compare(v.Language.Audited(a), v.Language.Audited(b)), strings.Compare(a, b))
	})
}

// audit lists who did what when, newest first.
func (p Pages) audit(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "account", "name", "order", "actor", "action", "request", "since", "until")
	d := auditData{listing: l, Actions: actionsIn(v)}
	form := l.form()
	choice := operator.AuditChoice{
		Account: l.Has("account"), Name: l.Has("name"), Actor: l.Has("actor"), Action: l.Has("action"), Request: l.Has("request"), Done: v.Days(v.Times(), form.Errors), Page: place,
	}
	var err error
	if text := l.Has("order"); text != "" {
		if choice.Order, err = strconv.ParseInt(text, 10, 64); err != nil {
			form.Errors["order"] = v.Say("staff.bad_order")
		}
	}
	found, err := p.Audit.List(ctx, choice)
	if !tell(v, &form, err, auditFields) && err != nil {
		return visit.Answer{}, err
	}
	if !form.Wrong() {
		if err := p.showAudit(ctx, v, &d, found); err != nil {
			return visit.Answer{}, err
		}
	}
	return visit.Show("staff/audit", v.Say("staff.audit"), d).With(form).Part("list"), nil
}

// showAudit puts what is said of records beside them.
func (p Pages) showAudit(ctx context.Context, v *visit.Visit, d *auditData, found []reseller.AuditRecord) error {
	emails, err := emailsOf(ctx, p, found, func(r reseller.AuditRecord) int64 { return r.Account })
	if err != nil {
		return err
	}
	rows := shown(&d.listing, found, func(r reseller.AuditRecord) int64 { return r.ID })
	names, err := tokensOf(ctx, p, rows, func(r reseller.AuditRecord) string { return r.Actor })
	for _, r := range rows {
		_, token := reseller.TokenActor(r.Actor)
		d.Rows = append(d.Rows, auditLine{r, emails[r.Account], v.Language.Who(r.Actor, names), token})
	}
	return err
}
