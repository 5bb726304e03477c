package orders

import (
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// order is an order with the rules of its TLD: all of it that a decision looks at.
type order struct {
	reseller.Order
	rules reseller.TLD
}

// unsent reports whether nothing of the order can be at its registry. Of what is sent in parts an earlier attempt may have brought the first.
func (o order) unsent() bool {
	return o.NeverSent() && (kinds[o.Kind].begun == "" || o.Attempt <= 1)
}

// attempt is an order that a worker holds, with what it takes to send its command.
type attempt struct {
	order
	conn      registry.Connector
	unserved  error           // nobody serves the TLD: there are no rules and no connector
	authCode  string          // that came in, for transfers
	hosts     []reseller.Host // with their addresses, where a name is to be delegated to name servers of its own
	deletedAt time.Time       // of a name that is to be restored: when a deletion of ours was done; zero = there is none
	feeLimit  *registry.Fee   // the most that the registry may charge; nil for what never costs anything
	takenOver bool            // the worker that had it is gone, and whether it sent the command is not known
	restored  bool            // it is of a backup, and may have been sent since whatever it says
	told      *registry.Found // what a message or log of the registry says of the command; nil = there is none
}

// using sends a command by an optional capability C of the attempt's connector, or refuses.
func using[C any](a attempt, feature string, send func(C) (registry.Receipt, error)) (registry.Receipt, error) {
	c, ok := a.conn.(C)
	if !ok {
		return registry.Receipt{}, registry.Refuse(registry.CodeUnimplemented, "%s is not supported for .%s", feature, a.rules.Name)
	}
	return send(c)
}
