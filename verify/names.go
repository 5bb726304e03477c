package verify

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// namesAtOnce bounds how many names are followed through the logs in one reading: some 100 MB.
const namesAtOnce = 200_000

// lagAtMost is how long a row may show what was before the registry did something by itself, until that is worth a look.
const lagAtMost = day

// batch is some names with what the registries say of them.
type batch struct {
	histories map[string]*history
	read      map[string]int64 // last entry of each registry's log that was read
	suspects  []suspect
	sales     []sale
}

// suspect is a breach, unless something happened to its name after the snapshot.
type suspect struct {
	name, base, invariant, words string
}

// suspected is how many suspects are cleared at once.
const suspected = 500

// liveNames goes through the names that accounts have, in their order, a batch at a time (I7, I12).
func (v *verification) liveNames(ctx context.Context) error {
	from, b := "", v.newBatch()
	through := ""
	get := func(after string) ([]string, error) { return v.snapshot.LiveNames(ctx, after, v.page) }
	err := pages(get, func(name string) string { return name }, func(page []string) error {
		for _, name := range page {
			b.histories[name] = &history{}
		}
		through = page[len(page)-1]
		if len(b.histories) < namesAtOnce {
			return nil
		}
		err := v.liveBatch(ctx, b, from, through)
		from, b = through, v.newBatch()
		return err
	})
	if err != nil {
		return err
	}
	if len(b.histories) > 0 {
		if err := v.liveBatch(ctx, b, from, through); err != nil {
			return err
		}
	}
	return v.restOfInventories(ctx)
}

func (v *verification) newBatch() *batch {
	return &batch{histories: map[string]*history{}, read: map[string]int64{}}
}

// liveBatch holds the rows of a batch against its histories and the registries' inventories.
func (v *verification) liveBatch(ctx context.Context, b *batch, from, through string) error {
	if err := v.follow(ctx, b); err != nil {
		return err
	}
	get := func(after string) ([]reseller.Domain, error) {
		if after == "" {
			after = from
		}
		return v.snapshot.LiveDomains(ctx, after, through, v.page)
	}
	err := pages(get, func(d reseller.Domain) string { return d.Name.String() }, func(rows []reseller.Domain) error {
		bought, err := v.boughtFor(ctx, rows)
		if err != nil {
			return err
		}
		for _, d := range rows {
			if err := v.liveRow(ctx, b, d, bought[d.ID]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := v.sales(ctx, b); err != nil {
		return err
	}
	return v.clear(ctx, b)
}

// boughtFor finds what was bought for some rows.
func (v *verification) boughtFor(ctx context.Context, rows []reseller.Domain) (map[int64][]reseller.Order, error) {
	ids := make([]int64, len(rows))
	for i, d := range rows {
		ids[i] = d.ID
	}
	orders, err := v.snapshot.Purchases(ctx, ids)
	bought := make(map[int64][]reseller.Order, len(rows))
	for _, o := range orders {
		bought[o.DomainID] = append(bought[o.DomainID], o)
	}
	return bought, err
}

// follow reads the logs once and takes the histories of a batch through them.
func (v *verification) follow(ctx context.Context, b *batch) error {
	for _, log := range v.logs {
		err := log.each(ctx, 0, func(effects []registry.Effect) error {
			b.read[log.name] = effects[len(effects)-1].Seq
			for _, e := range effects {
				if h := b.histories[e.Name]; h != nil {
					v.grows(h, e)
					h.step(e)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// grows checks that an effect gives a name no more years than it says (I12).
func (v *verification) grows(h *history, e registry.Effect) {
	if h.expires.IsZero() || e.Command == "create" || e.Command == "purge" || e.Command == "release" || e.Command == "transfer_away" {
		return
	}
	if reseller.PastExpiry(e.Expires, reseller.AddYears(h.expires, e.Years)) {
		v.breach("I12", "effect %d (%s) took the expiry of %s from %s to %s, which is more than %d years", e.Seq, e.Command, e.Name,
			h.expires.Format(time.DateOnly), e.Expires.Format(time.DateOnly), e.Years)
	}
}

// clear reports the suspects of a batch that nothing explains that happened after the snapshot.
func (v *verification) clear(ctx context.Context, b *batch) error {
	if len(b.suspects) == 0 {
		return nil
	}
	touched := map[string]bool{}
	for _, log := range v.logs {
		err := log.each(ctx, b.read[log.name], func(effects []registry.Effect) error {
			for _, e := range effects {
				touched[e.Name] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for len(b.suspects) > 0 {
		some := b.suspects[:min(len(b.suspects), suspected)]
		b.suspects = b.suspects[len(some):]
		bases := []string{}
		for _, s := range some {
			if s.base != "" {
				bases = append(bases, s.base)
			}
		}
		_, newer, err := v.ordersOf(ctx, bases)
		if err != nil {
			return err
		}
		for _, s := range some {
			if !touched[s.name] && !newer[s.base] {
				v.breach(s.invariant, "%s", s.words)
			}
		}
	}
	return nil
}
