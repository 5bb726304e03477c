package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"nameyard/reseller"
)

// work is one transaction on the documents: what was read, and what is to be written with it.
type work struct {
	faults faultList
	funds  *funds // nil = there is no end to our credit
	names  []*transaction
}

// read gets the faults, our account and the names at one moment and lives through what is due.
func (r *Registry) read(ctx context.Context, names ...reseller.Name) (*work, error) {
	keys := []string{faultsKey, fundsKey}
	for _, n := range names {
		keys = append(keys, keyOf(n))
	}
	docs, err := r.docs.Get(ctx, keys...)
	if err != nil {
		return nil, unreachable(err)
	}
	w, now := &work{}, r.now()
	if doc, ok := docs[faultsKey]; ok {
		w.faults.version = doc.Version
		if err := decode(faultsKey, doc.Body, &w.faults.list); err != nil {
			return nil, unreachable(err)
		}
	}
	if doc, ok := docs[fundsKey]; ok {
		w.funds = &funds{version: doc.Version}
		if err := decode(fundsKey, doc.Body, &w.funds.Balance); err != nil {
			return nil, unreachable(err)
		}
	}
	for _, n := range names {
		t := &transaction{name: n, rules: r.rules[n.TLD()], funds: w.funds}
		if doc, ok := docs[keyOf(n)]; ok {
			t.version = doc.Version
			if err := decode(keyOf(n), doc.Body, &t.rec); err != nil {
				return nil, unreachable(err)
			}
		}
		t.before = t.uses()
		if err := r.readUses(ctx, t); err != nil {
			return nil, err
		}
		t.advance(now)
		w.names = append(w.names, t)
	}
	return w, nil
}

// write puts everything that changed, in one transaction. errOvertaken means that nothing was written.
func (r *Registry) write(ctx context.Context, w *work) error {
	var writes []Write
	var effects [][]byte
	var messages []message
	if w.faults.changed {
		doc, err := w.faults.document()
		if err != nil {
			return unreachable(err)
		}
		writes = append(writes, doc)
	}
	if w.funds != nil && w.funds.changed {
		doc, err := w.funds.document()
		if err != nil {
			return unreachable(err)
		}
		writes = append(writes, doc)
	}
	for _, t := range w.names {
		if !t.changed {
			continue
		}
		doc, err := t.document()
		if err != nil {
			return unreachable(err)
		}
		if doc.Body != nil || doc.Version > 0 {
			writes = append(writes, doc)
		}
		messages = append(messages, t.messages...)
		for _, e := range t.effects {
			body, err := json.Marshal(e)
			if err != nil {
				return unreachable(err)
			}
			effects = append(effects, body)
		}
	}
	if len(writes) == 0 {
		return nil
	}
	queued, err := r.queue(ctx, messages)
	if err != nil {
		return err
	}
	uses, err := r.uses(ctx, w.names)
	if err != nil {
		return err
	}
	return r.put(ctx, slices.Concat(writes, queued, uses), effects)
}

func (r *Registry) put(ctx context.Context, writes []Write, effects [][]byte) error {
	written, err := r.docs.Put(ctx, writes, effects)
	if err != nil {
		return unknown(err)
	}
	if !written {
		return errOvertaken
	}
	return nil
}

// document is what to write for a name. A free name has none.
func (t *transaction) document() (Write, error) {
	doc := Write{Key: keyOf(t.name), Version: t.version, Due: t.due()}
	if t.rec.Domain == nil && len(t.rec.Late) == 0 {
		return doc, nil
	}
	body, err := json.Marshal(t.rec)
	doc.Body = body
	return doc, err
}

// again runs a transaction until no other one overtakes it.
func again(ctx context.Context, once func() error) error {
	for range tries {
		if err := once(); !errors.Is(err, errOvertaken) {
			return err
		}
		if ctx.Err() != nil {
			return unreachable(ctx.Err())
		}
	}
	return unreachable(errCrowded)
}
