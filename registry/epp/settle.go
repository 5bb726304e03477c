package epp

import (
	"errors"

	"nameyard/registry"
)

// difference is what a registry's object lacks of what is wanted.
type difference[D any] interface {
	empty() bool
	same(D) bool // in whatever order: registries keep none
}

// maxLooks is how often an object is looked at for one change of it.
const maxLooks = 4

var errMoving = errors.New("each time it was looked at it had changed, and the registry refused the change that was due before")

// settle makes an object what is wanted: it looks what is lacking and sends that. Registries refuse to add what is there and to remove what
// is not (RFC 5730 §3: 2302 to 2306), which happens if a command of ours that nothing was heard of takes effect between the look and the
// change. So a no is held against another look: what nothing is lacking of any more is done, what is lacking now is sent, and the same
// difference has been refused for good. Nothing has taken effect on ErrUnreachable.
//
// lacking gives the difference, and the registry's id of the transaction that told it.
func settle[D difference[D]](lacking func() (D, string, error), send func(D) (registry.Receipt, error)) (registry.Receipt, error) {
	var sent D
	var no error
	for range maxLooks {
		due, svTRID, err := lacking()
		switch {
		case err != nil:
			return registry.Receipt{}, err
		case due.empty():
			return asItIs(svTRID), nil
		case no != nil && due.same(sent):
			return registry.Receipt{}, no
		}
		receipt, err := send(due)
		if !doubted(err) {
			return receipt, err
		}
		sent, no = due, err
	}
	return registry.Receipt{}, unreachable("changing it", errMoving)
}

// asItIs is the receipt of a change that is there already, by the transaction that showed it.
func asItIs(svTRID string) registry.Receipt {
	return registry.Receipt{Code: registry.CodeDone, Words: "The registry has it already", SvTRID: svTRID}
}
