package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// historyPage is what happened to a name.
type historyPage struct {
	Domain reseller.Domain
	Rows   []historyLine
	Paging paging
}

// historyLine is one thing that happened, with who did it, in words.
type historyLine struct {
	reseller.Happening
	About reseller.Name
	Who   string
	Face  string // by which way; see reseller.Actor
}

// nameHistory tells what happened to a name, newest first, also to one that the account has no more.
func (p Pages) nameHistory(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	found, err := p.Actions.NameHistory(ctx, v.Call(), actions.NameHistory{ID: v.ID("id"), After: reseller.ParseHistoryPlace(v.Query.Get("after")), Limit: pageRows})
	if err != nil {
		return visit.Answer{}, err
	}
	tokens, err := p.tokenNames(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	d := historyPage{Domain: found.Domain, Paging: pagingTo(v, "after", found.Next.String())}
	for _, h := range found.Rows {
		by := h.Order.By
		switch h.Kind {
		case reseller.HappenedZone:
			by = reseller.Actor{Name: h.Zone.By}
		case reseller.HappenedAudit:
			by = reseller.Actor{Name: h.Audit.Actor, Face: h.Audit.Face}
		}
		d.Rows = append(d.Rows, historyLine{h, found.Domain.Name, who(v, by, tokens), by.Face})
	}
	return visit.Show("account/history", v.Say("history.title", found.Domain.Name.Unicode()), d), nil
}
