package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// standstill says that no command goes to a registry now: the operator has paused it, or it is not known whether that is so.
type standstill struct{ err error }

// readStandstill reads whether an order's registry is paused; nil if it is not. A command that is under way when the operator pauses
// is carried to its end.
func (s *Service) readStandstill(a attempt) *standstill {
	ctx, stop := s.recordContext(context.Background())
	defer stop()
	if err := s.registryWorks(ctx, a.rules); err != nil {
		return &standstill{err}
	}
	return nil
}

// errPaused says that the operator has paused a registry.
var errPaused = errors.New("the operator has paused the registry")

// registryWorks reports errPaused where the operator lets nothing be changed at the registry of a TLD.
func (s *Service) registryWorks(ctx context.Context, tld reseller.TLD) error {
	_, err := s.store.RegistryPause(ctx, tld.Connector)
	switch {
	case errors.Is(err, reseller.ErrNotFound):
		return nil
	case err == nil:
		return errPaused
	}
	return err
}

// standStill leaves an order whose command is not sent. It waits without end: nothing is lost by a pause. What would set a secret that
// nobody sees then is refused; asking again is harmless.
func standStill(o order, still standstill, set Settings) step {
	switch {
	case !errors.Is(still.err, errPaused):
		return leave(o, reseller.CodeUnavailable, "the registry cannot be reached", set)
	case kinds[o.Kind].find == nil:
		return refuse(reseller.CodeUnavailable, "the registry of ."+o.Name.TLD()+" is paused; nothing was done: ask again later")
	}
	return step{
		to: reseller.OrderUnknown, code: reseller.CodeRegistryPaused, wait: set.StandWait,
		reason: "the registry of ." + o.Name.TLD() + " is paused; the order waits and goes on by itself",
	}
}
