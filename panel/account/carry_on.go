package account

import (
	"context"
	"errors"
	"net/url"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// carriesOn reports whether who looks at an act may carry it on: its server has ended before it came to its end, and not too long ago.
func (p Pages) carriesOn(v *visit.Visit, act reseller.BulkAct) bool {
	needs := reseller.RightManage
	if act.Act == actRenew {
		needs = reseller.RightSpend
	}
	return act.Confirmed != "" && v.May(needs) && act.CarriesOn(p.Clock.Wall(), p.Clock.Now())
}

// carryOn carries on an act that was stopped, by the form that had confirmed it: the names behind what was noted.
func (p Pages) carryOn(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	act, err := p.Acts.BulkAct(ctx, v.Account.ID, v.ID("id"))
	if errors.Is(err, reseller.ErrNotFound) {
		return visit.Answer{}, visit.NotFound()
	}
	if err != nil {
		return visit.Answer{}, err
	}
	if !p.carriesOn(v, act) {
		return visit.Go(actPage(act.ID)), nil
	}
	if v.Form, err = url.ParseQuery(act.Confirmed); err != nil {
		return visit.Answer{}, err
	}
	if act.Act == actRenew {
		return p.renewTicked(ctx, v, readRenewals(v))
	}
	for _, b := range bulkActs {
		if b.name == act.Act {
			return b.carryOut(p)(ctx, v)
		}
	}
	return visit.Go(actPage(act.ID)), nil
}
