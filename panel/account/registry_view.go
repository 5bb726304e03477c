package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// registryData is what the page with the registry's view of a name shows.
type registryData struct {
	Domain reseller.Domain
	View   *actions.RegistryView // nil = the registry did not answer
	Silent visit.Told            // why
}

// registryView asks the registry of a name, and shows its answer beside what is kept here.
func (p Pages) registryView(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	live, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	d := registryData{Domain: live}
	d.View, d.Silent, err = p.askRegistry(ctx, v)
	return onPart(v, "account/registry", "registry.title", live, d, page.Form{}), err
}

// askRegistry asks the registry of a name. That it says nothing is told in words.
func (p Pages) askRegistry(ctx context.Context, v *visit.Visit) (*actions.RegistryView, visit.Told, error) {
	view, err := p.Actions.RegistryView(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	e := reseller.AsError(err)
	switch {
	case err == nil:
		return &view, visit.Told{}, nil
	case e.Kind == reseller.KindInternal:
		return nil, visit.Told{}, err
	}
	return nil, spelled(v, e), nil
}
