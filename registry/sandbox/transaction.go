package sandbox

import (
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// transaction is one name's document in memory, from the read to the write: the record, the instant that it has reached, and
// what has to be written with it. It does no input or output.
type transaction struct {
	name    reseller.Name
	rules   reseller.TLD
	now     time.Time
	rec     record
	version int64
	funds   *funds // our account here, which it shares with the other names of its work; nil = credit without end

	by           string   // the registrar whose command is carried out
	noted        bool     // it concerned us before what happens now
	before       []string // what the name used, as it was read
	usedByOthers []string // hosts of the name that are name servers of other names

	changed  bool
	effects  []registry.Effect
	messages []message
	outcomes map[string]outcome // of the delayed commands that were carried out in this transaction, by their id
}

// outcome is the registry's answer to a command.
type outcome struct {
	receipt registry.Receipt
	err     error
}

// carry carries a command out now, or refuses it without effect.
func (t *transaction) carry(q request) (registry.Receipt, error) {
	if t.by = q.By; t.by == "" {
		t.by = Sponsor
	}
	t.noted = t.rec.Domain != nil && t.rec.Domain.concerns(Sponsor)
	if err := t.funds.covers(q); err != nil {
		return registry.Receipt{}, err
	}
	receipt, err := operations[q.Op].run(t, q)
	if err != nil {
		return registry.Receipt{}, err
	}
	t.funds.pay(q)
	t.changed = true
	if d := t.rec.Domain; d != nil && d.Sponsor == t.by && q.ClTRID != "" {
		d.Updated, d.LastTrID = t.now, q.ClTRID
	}
	if receipt.Code == 0 {
		receipt.Code = registry.CodeDone
	}
	if receipt.Words == "" {
		receipt.Words = "Command completed successfully"
	}
	receipt.SvTRID = newTrID()
	return receipt, nil
}

// effect notes what was carried out. What other registrars do with their own names is not ours to note.
func (t *transaction) effect(e registry.Effect) {
	e.At, e.Name = t.now, t.name.String()
	if d := t.rec.Domain; d != nil {
		if !t.noted && !d.concerns(Sponsor) {
			return
		}
		e.Expires = d.Expires
	}
	t.effects = append(t.effects, e)
}

func (t *transaction) tell(kind registry.MessageKind, clTRID, words string) {
	t.messages = append(t.messages, message{
		At: t.now, Kind: kind, Name: t.name.String(), TLD: t.name.TLD(), ClTRID: clTRID, Words: words,
	})
}

// mine gives the registration if we sponsor it.
func (t *transaction) mine() (*domain, error) {
	d := t.rec.Domain
	switch {
	case d == nil:
		return nil, registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", t.name)
	case d.Sponsor != t.by:
		return nil, registry.Refuse(registry.CodeAuthorization, "Authorization error: %s is sponsored by another registrar", t.name)
	}
	return d, nil
}

// changeable gives the registration if we sponsor it and its status allows changes. Nothing but a transfer's end may
// touch a name whose transfer is pending (RFC 5731 §2.3).
func (t *transaction) changeable() (*domain, error) {
	d, err := t.mine()
	if err != nil {
		return nil, err
	}
	if d.going() {
		return nil, prohibits(registry.StatusPendingDelete)
	}
	if d.transferPending() {
		return nil, prohibits(registry.StatusPendingTransfer)
	}
	return d, nil
}

func prohibits(s registry.Status) *registry.Refusal {
	return registry.Refuse(registry.CodeStatusProhibits, "Object status prohibits operation: %s", s)
}

// notOffered refuses what the TLD's rules do not have.
func (t *transaction) notOffered(feature string) *registry.Refusal {
	return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: .%s has no %s", t.name.TLD(), feature)
}

// farthest is the latest expiry that a registration may have now.
func (t *transaction) farthest() time.Time {
	return reseller.AddYears(t.now, max(t.rules.MaxYearsAhead, 1))
}
