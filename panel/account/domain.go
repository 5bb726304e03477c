package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/visit"
)

// domainData is what the page of a name shows.
type domainData struct {
	actions.ShownDomain
	Says string // key of the sentence on its state
}

// domain shows one name.
func (p Pages) domain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	shown, err := p.Actions.ShowDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("account/domain", shown.Domain.Name.Unicode(), domainData{shown, says(shown)}), nil
}

// says is the sentence on the state of a name.
func says(d actions.ShownDomain) string {
	switch d.Status {
	case "active":
		if d.Domain.AutoRenew {
			return "domain.renews"
		}
		return "domain.active"
	case "expired", "pending", "redemption", "draft":
		return "domain." + d.Status
	}
	return "domain.gone"
}
