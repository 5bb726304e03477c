package actions

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// DAS asks whether a name is free. SLD and TLD come raw, because "not valid" is an answer here.
type DAS struct {
	SLD string
	TLD string
}

// The words of the availability services of .se and .nu (free.iis.se).
const (
	dasFree     = "free"
	dasOccupied = "occupied"
	dasNotValid = "not_valid"
)

// DASSE answers for .se. WHMCS add-on action DASSE.
func (s *Service) DASSE(ctx context.Context, call Call, r DAS) (string, error) {
	return s.dasOnly(ctx, call, "se", r)
}

// DASNU answers for .nu. WHMCS add-on action DASNU.
func (s *Service) DASNU(ctx context.Context, call Call, r DAS) (string, error) {
	return s.dasOnly(ctx, call, "nu", r)
}

func (s *Service) dasOnly(ctx context.Context, call Call, tld string, r DAS) (string, error) {
	if got, err := reseller.ParseTLD(r.TLD); err != nil {
		return "", err
	} else if got != tld {
		return "", reseller.Invalid(reseller.PathTLD, "this action answers for .%s only; use %s for other TLDs", tld, reseller.HintDAS)
	}
	return s.DAS(ctx, call, r)
}

// DAS answers "free NAME", "occupied NAME" or "not_valid NAME" for any TLD that is sold, as the service of the TLD's rules says it, or the
// registry where they name none.
func (s *Service) DAS(ctx context.Context, _ Call, r DAS) (string, error) {
	tld, err := reseller.ParseTLD(r.TLD)
	if err != nil {
		return "", err
	}
	rules, err := s.routes.Rules().Lookup(tld)
	if err != nil {
		return "", err
	}
	if reseller.TrimEnds(r.SLD) == "" {
		return "", reseller.Missing(reseller.PathLabel)
	}
	name, err := reseller.ParseName(r.SLD, tld)
	if err != nil {
		return dasNotValid + " " + r.SLD + "." + tld, nil
	}
	if rules.CheckName(name) != nil {
		return dasNotValid + " " + name.String(), nil
	}
	source, err := s.routes.Availability(name)
	if err != nil {
		return "", err
	}
	found, err := s.ask(ctx, source, name)
	if err != nil {
		return "", err
	}
	switch {
	case !found.Valid:
		return dasNotValid + " " + name.String(), nil
	case found.Free:
		return dasFree + " " + name.String(), nil
	}
	return dasOccupied + " " + name.String(), nil
}

// check asks the registry about one name.
func (s *Service) check(ctx context.Context, name reseller.Name) (registry.Availability, error) {
	_, conn, err := s.routes.For(name)
	if err != nil {
		return registry.Availability{}, err
	}
	return s.ask(ctx, conn, name)
}

// ask asks a registry, or a service beside it, about one name. A name that an order here is about to get counts as occupied.
func (s *Service) ask(ctx context.Context, source registry.Checker, name reseller.Name) (registry.Availability, error) {
	found, err := source.Check(ctx, name)
	if err != nil || len(found) != 1 {
		return registry.Availability{}, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the registry of .%s does not answer; try again", name.TLD()).Because(err)
	}
	if found[0].Free {
		switch _, err := s.store.LiveDomain(ctx, name); {
		case err == nil:
			found[0].Free, found[0].Reason = false, "in use"
		case !errors.Is(err, reseller.ErrNotFound):
			return registry.Availability{}, err
		}
	}
	return found[0], nil
}
