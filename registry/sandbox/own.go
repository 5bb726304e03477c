package sandbox

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// verifyCheck is the mail address of a holder whose data this registry wants verified, as at the test server of .se and .nu.
const verifyCheck = "verify-check@iis.se"

// verifyDays is how long a holder has for it.
const verifyDays = 15

// ActKinds are what the registry can be made to do by itself. "" is a message that nobody understands.
var ActKinds = []registry.MessageKind{
	registry.MessageHoldSet, registry.MessageHoldLifted, registry.MessageVerificationDue, registry.MessageVerified, registry.MessageRenewed,
	registry.MessageChanged, registry.MessageDeleted, registry.MessageLowFunds, "",
}

// Act makes the registry do something by itself and tell it by message; empty words are the registry's own. Low funds, and a message that
// nobody understands, are about no name (the zero Name).
func (r *Registry) Act(ctx context.Context, name reseller.Name, kind registry.MessageKind, words string) error {
	if !slices.Contains(ActKinds, kind) {
		return reseller.Invalid("kind", "the sandbox registry does not do %q by itself: use one of %q", kind, ActKinds)
	}
	if nameless := kind == registry.MessageLowFunds || kind == ""; nameless {
		return r.announce(ctx, message{At: r.now(), Kind: kind, Words: worded(words, "Low account balance: please pay in")})
	}
	_, err := r.change(ctx, name, request{Op: opAct, Kind: kind, Reason: words})
	return err
}

// announce puts a message that is about no name into the queue.
func (r *Registry) announce(ctx context.Context, m message) error {
	return again(ctx, func() error {
		writes, err := r.queue(ctx, []message{m})
		if err != nil {
			return err
		}
		return r.put(ctx, writes, nil)
	})
}

func worded(words, otherwise string) string {
	if words != "" {
		return words
	}
	return otherwise
}

// act is what the registry does by itself with a name that we sponsor.
func (t *transaction) act(q request) (registry.Receipt, error) {
	d, err := t.mine()
	if err != nil {
		return registry.Receipt{}, err
	}
	words := ""
	switch q.Kind {
	case registry.MessageHoldSet:
		d.ServerHold, words = true, "Domain is on hold: serverHold"
	case registry.MessageHoldLifted:
		d.ServerHold, words = false, "ServerHold removed - Domain active"
	case registry.MessageVerificationDue:
		t.wantVerified(d, q.Reason)
		return registry.Receipt{}, nil
	case registry.MessageVerified:
		d.VerifyBy, words = time.Time{}, "Registrant verified - Domain active"
	case registry.MessageRenewed:
		d.Expires = reseller.AddYears(d.Expires, 1)
		t.effect(registry.Effect{Command: "renew", Years: 1})
		words = "Domain renewed by the registry until " + d.Expires.Format(time.DateOnly)
	case registry.MessageChanged:
		words = "Domain updated by the registry"
	case registry.MessageDeleted:
		t.enter(len(phases))
		t.messages = t.messages[:len(t.messages)-1]
		words = "Domain deleted by the registry"
	}
	t.tell(q.Kind, "", worded(q.Reason, words))
	return registry.Receipt{}, nil
}

// wantVerified takes a name out of the zone until its holder's data are verified; it can be neither renewed nor transferred meanwhile.
func (t *transaction) wantVerified(d *domain, words string) {
	d.VerifyBy = t.now.Add(reseller.Days(verifyDays))
	t.tell(registry.MessageVerificationDue, "", worded(words, "Registrant data needs verification by "+d.VerifyBy.Format(time.DateOnly)))
	t.messages[len(t.messages)-1].Due = d.VerifyBy
}

// checkHolder wants the data of a new holder verified who says so, and is content with any other one.
func (t *transaction) checkHolder(d *domain) {
	if !d.ours() {
		return
	}
	if d.Contacts[reseller.RoleRegistrant].Email == verifyCheck {
		t.wantVerified(d, "")
	} else if !d.VerifyBy.IsZero() {
		d.VerifyBy = time.Time{}
		t.tell(registry.MessageVerified, "", "Registrant verified - Domain active")
	}
}
