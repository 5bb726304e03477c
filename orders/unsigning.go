package orders

import (
	"context"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// unsigning is what unsignFirst did to a name of ours.
type unsigning struct {
	taken reseller.SecDNS  // was taken away
	left  *reseller.SecDNS // what the registry then has; nil where it was not seen, or is not known
}

// updateUnsigned sends an update of a name whose DNSSEC data has been taken away for it. A refusal has no effect (registry.Refusal), so
// the data is put back then. It gives what the registry has afterwards.
func updateUnsigned(ctx context.Context, a attempt, u registry.Update, before unsigning) (registry.Receipt, error) {
	receipt, err := a.conn.Update(ctx, u)
	receipt.SecDNS = before.left
	if err == nil || before.taken.IsZero() {
		return receipt, err
	}
	if _, refused := registry.AsRefusal(err); !refused {
		// One half is done: whatever kept the other from being sent, this is no order that had no effect.
		return receipt, fmt.Errorf("%w: the DNSSEC data is gone, the name servers may not be changed: %v", registry.ErrUnknown, err)
	}
	receipt.SecDNS, err = signAgain(ctx, a, before.taken, err)
	return receipt, err
}

// setSecDNS has the registry set DNSSEC data of a name. What it is still to decide is an unknown outcome: nothing may build on it.
func setSecDNS(ctx context.Context, a attempt, data reseller.SecDNS) error {
	receipt, err := a.conn.(registry.Signer).SetSecDNS(ctx, a.ClTRID(), a.Name, data)
	if err == nil && receipt.Pending() {
		err = fmt.Errorf("%w: the registry has still to decide about the DNSSEC data of %s", registry.ErrUnknown, a.Name)
	}
	return err
}

// stillUnsigned says what a refused change of name servers has left behind.
const stillUnsigned = "its DNSSEC data had been taken away first and is not back at the registry: the name resolves unsigned; give it its data again"

// leftBehind has the books follow the registry after a refused change of name servers: an attempt that ended half done may have unsigned
// the name, and no other command follows that would tell.
func (s *Service) leftBehind(ctx context.Context, a attempt, st step, ending *reseller.Ending) error {
	left := secDNSLeft(st.effect)
	if !kinds[a.Kind].unsigns || st.to != reseller.OrderRefused || left == nil {
		return nil
	}
	d, err := s.store.DomainByID(ctx, a.DomainID)
	if err != nil || d.SecDNS.ShownAs(d.Name, *left) {
		return err
	}
	s.log.Warn("a refused change of name servers has left other DNSSEC data", "order", a.ID, "name", a.Name.String(), "registry", left.String(), "books", d.SecDNS.String())
	if left.IsZero() {
		ending.Reason += "; " + stillUnsigned
	}
	ending.Apply = func(row *reseller.Domain) { row.SecDNS = *left }
	return nil
}

// secDNSLeft is what the registry has of a name of ours after a command; nil where that was not seen.
func secDNSLeft(e effect) *reseller.SecDNS {
	switch {
	case e.shown == nil:
		return e.receipt.SecDNS
	case e.shown.Ours:
		return &e.shown.SecDNS
	}
	return nil
}
