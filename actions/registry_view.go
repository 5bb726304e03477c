package actions

import (
	"context"

	"nameyard/registry"
	"nameyard/reseller"
)

// RegistryView is a name as its registry shows it now, beside what is kept here.
type RegistryView struct {
	Ours        reseller.Domain
	Theirs      registry.Registration
	Differences []string // for people
}

// RegistryView asks the registry of a name what it has. Nothing is changed here by the answer. A registry that does not answer is an error of
// kind unavailable.
func (s *Service) RegistryView(ctx context.Context, call Call, r DomainByID) (RegistryView, error) {
	d, err := s.LiveDomain(ctx, call, r)
	if err != nil {
		return RegistryView{}, err
	}
	_, connector, err := s.routes.Of(d)
	if err != nil {
		return RegistryView{}, err
	}
	view := RegistryView{Ours: d}
	if view.Theirs, err = connector.Info(ctx, d.Name); err != nil {
		return view, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the registry of .%s gave no answer about %s", d.Name.TLD(), d.Name).Because(err)
	}
	shown := d
	for _, difference := range view.Theirs.ApplyTo(&shown, registry.AllParts) {
		view.Differences = append(view.Differences, difference.Words)
	}
	return view, nil
}
