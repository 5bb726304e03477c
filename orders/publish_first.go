//go:build !control_tellfirst

package orders

import (
	"context"
	"errors"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// How long our name servers are waited for, before a registry is told that asks them.
const (
	publishPause = 20 * time.Millisecond // between looks, wall time
	publishFor   = 15 * time.Minute      // since the intent, business time: after it the registry is told all the same
)

// errNotPublished says that our name servers do not have a zone yet. Nothing was sent.
var errNotPublished = errors.New("our name servers do not have the zone yet")

// publishFirst has the zone of a name at our name servers before a registry is told of them that asks them. Nothing has been sent
// when it fails.
func (s *Service) publishFirst(ctx context.Context, a attempt) error {
	ours := func(host string) bool { return slices.Contains(s.servers, host) }
	if !a.rules.ChecksNameservers || s.published == nil || !slices.ContainsFunc(a.Desired.Nameservers, ours) {
		return nil
	}
	now := s.clock.Now()
	if a.Kind != reseller.OrderNameservers { // what we have is published anyway
		nobodys, err := leadsNowhere(ctx, a, ours)
		if err != nil || !nobodys {
			return err
		}
		if err := s.store.PublishAhead(ctx, a.DomainID, a.CreatedAt.Add(s.set.ResendFor)); err != nil {
			return errors.Join(registry.ErrUnreachable, err)
		}
	}
	for end := s.clock.Wall().Add(s.set.PublishWait); ; {
		there, err := s.published(ctx, a.Name)
		switch {
		case err != nil:
			return errors.Join(registry.ErrUnreachable, err)
		case there || now.Sub(a.CreatedAt) >= publishFor:
			return nil
		case !s.clock.Wall().Before(end):
			return errors.Join(registry.ErrUnreachable, errNotPublished)
		}
		select {
		case <-time.After(publishPause):
		case <-s.closing.Done():
			return errors.Join(registry.ErrUnreachable, errNotPublished)
		}
	}
}

// leadsNowhere reports whether nobody is sent to our name servers for a name yet: it is free, or another registrar has it with others. Of any
// other the registry's delegation is not ours to answer for, whoever claims the name here.
func leadsNowhere(ctx context.Context, a attempt, ours func(string) bool) (bool, error) {
	if a.Kind == reseller.OrderRegister {
		answers, err := a.conn.Check(ctx, a.Name)
		if err != nil || len(answers) != 1 {
			return false, errors.Join(registry.ErrUnreachable, err)
		}
		return answers[0].Free, nil
	}
	shown, err := a.conn.Info(ctx, a.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return false, nil
	case err != nil:
		return false, errors.Join(registry.ErrUnreachable, err)
	}
	return len(shown.Nameservers) > 0 && !slices.ContainsFunc(shown.Nameservers, ours), nil
}
