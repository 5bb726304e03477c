package staff

import (
	"context"
	"time"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// findingsShown is how many differences between names and their registries are listed.
const findingsShown = 50

// registriesData is what the page of the registries shows.
type registriesData struct {
	Connectors []registryCard
	Findings   []reseller.RegistryFinding
}

// registryCard is a connector with how long half of its answers took at most, and 95 % of them, and for how long it has given none, in words.
type registryCard struct {
	operator.RegistryState
	P50, P95 string
	Silent   string           // "" = it answers, or was not asked
	Unknown  []reseller.Order // whose outcome is not known, the newest ones
}

// unknownShown is how many orders without a known outcome are listed, of all registries.
const unknownShown = 20

// cardsOf are the cards of connectors at a wall time.
func cardsOf(v *visit.Visit, states []operator.RegistryState, now time.Time) (cards []registryCard) {
	for _, s := range states {
		card := registryCard{RegistryState: s, P50: lasting(v, s.Figures.P50), P95: lasting(v, s.Figures.P95)}
		if since := s.Figures.AwaySince; !since.IsZero() {
			card.Silent = lately(v, now.Sub(since))
		}
		cards = append(cards, card)
	}
	return cards
}

// registries shows the connectors as they work now, and what the nightly comparison with them has found.
func (p Pages) registries(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showRegistries(ctx, v, page.Form{})
}

func (p Pages) showRegistries(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	states, err := p.Registries.Overview(ctx)
	if err != nil {
		return visit.Answer{}, err
	}
	unknown, err := p.Registries.Unknown(ctx, unknownShown)
	if err != nil {
		return visit.Answer{}, err
	}
	d := registriesData{Connectors: cardsOf(v, states, v.Arrived)}
	for i, c := range d.Connectors {
		d.Connectors[i].Unknown = unknown[c.Name]
	}
	if d.Findings, err = p.Registries.Findings(ctx, operator.FindingChoice{Page: reseller.Page{Limit: findingsShown}}); err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("staff/registries", v.Say("staff.registries"), d).With(form), nil
}

// lasting writes a time in microseconds.
func lasting(v *visit.Visit, us int64) string {
	return v.Language.Lasting(time.Duration(us) * time.Microsecond)
}

// pause lets nothing be changed at a registry; what is ordered meanwhile waits.
func (p Pages) pause(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("reason", "name")
	if v.Field("reason") == "" {
		form.Errors["reason"] = v.Say("staff.needs_reason")
		return p.showRegistries(ctx, v, form)
	}
	return p.registryChanged(ctx, v, form, p.Registries.Pause(v.Operating(ctx), v.Field("name"), v.Field("reason")))
}

// resume lets what waits for a registry go on.
func (p Pages) resume(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	_, err := p.Registries.Resume(v.Operating(ctx), v.Field("name"))
	return p.registryChanged(ctx, v, v.Typed("name"), err)
}

func (p Pages) registryChanged(ctx context.Context, v *visit.Visit, form page.Form, err error) (visit.Answer, error) {
	if tell(v, &form, err, beside("reason")) {
		return p.showRegistries(ctx, v, form)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go("/operator/registries/"), nil
}
