package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// foundAgain ends the transaction base of an order that was put on record after a restore for an effect whose own order had ended without it.
const foundAgain = "R"

// effectOf names the command by which a registry's log shows an order's effect, for the kinds that have exactly one.
var effectOf = map[reseller.OrderKind]string{
	reseller.OrderRegister: "create",
	reseller.OrderTransfer: "transfer",
	reseller.OrderRenew:    "renew",
	reseller.OrderRestore:  "restore",
	reseller.OrderDelete:   "delete",
	reseller.OrderRelease:  "release",
}

// adds are the commands that cost money or time at a registry.
var adds = map[string]bool{"create": true, "transfer": true, "renew": true, "restore": true}

// gives are the commands that give a name away.
var gives = map[string]bool{"delete": true, "release": true}

// effects reads the registries' logs and holds every effect of ours against its order (I6, I8, I12).
func (v *verification) effects(ctx context.Context) error {
	for _, log := range v.logs {
		err := log.each(ctx, 0, func(effects []registry.Effect) error {
			v.counts.effects += int64(len(effects))
			return v.judge(ctx, effects)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// each calls use with one page of the log after the other, from after an entry on.
func (l namedLog) each(ctx context.Context, from int64, use func([]registry.Effect) error) error {
	get := func(after int64) ([]registry.Effect, error) {
		effects, err := l.Effects(ctx, max(after, from), l.page)
		if err != nil {
			return nil, fmt.Errorf("read the effect log of registry %s: %w", l.name, err)
		}
		return effects, nil
	}
	return pages(get, func(e registry.Effect) int64 { return e.Seq }, use)
}

// judge finds the orders of a page of effects.
func (v *verification) judge(ctx context.Context, effects []registry.Effect) error {
	var bases []string
	for _, e := range effects {
		if base := reseller.ClTRIDBaseOf(e.ClTRID); base != "" {
			bases = append(bases, base)
		} else {
			v.counts.foreign++
		}
	}
	known, newer, err := v.ordersOf(ctx, bases)
	if err != nil {
		return err
	}
	for _, e := range effects {
		base := reseller.ClTRIDBaseOf(e.ClTRID)
		if o, ok := known[base]; ok {
			v.effect(e, o)
			continue
		}
		v.unexplained(e, base, newer[base])
	}
	return nil
}

// ordersOf finds the orders of some transaction bases, and which of the others were opened after the snapshot.
func (v *verification) ordersOf(ctx context.Context, bases []string) (known map[string]reseller.Order, newer map[string]bool, err error) {
	known, newer = map[string]reseller.Order{}, map[string]bool{}
	asked := slices.Clone(bases)
	for _, base := range bases {
		asked = append(asked, base+foundAgain)
	}
	orders, err := v.snapshot.OrdersByClTRIDBase(ctx, asked)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range orders {
		base := o.ClTRIDBase
		if strings.HasPrefix(o.Reason, foundAfterRestore) {
			base = strings.TrimSuffix(base, foundAgain)
		}
		if other, there := known[base]; !there || other.State != reseller.OrderDone {
			known[base] = o
		}
	}
	missing := slices.DeleteFunc(slices.Clone(bases), func(base string) bool { _, ok := known[base]; return ok })
	opened, err := v.snapshot.OpenedSince(ctx, missing)
	for _, base := range opened {
		newer[base] = true
	}
	return known, newer, err
}

// unexplained is an effect without an order in the snapshot. The order may have been opened after it.
func (v *verification) unexplained(e registry.Effect, base string, newer bool) {
	switch {
	case newer:
		v.unsettled[e.Name] = true
	case e.Command == "push":
		v.pushed[e.Name] = true
	case base != "" && (adds[e.Command] || gives[e.Command] && !v.records.compared[e.Name]): // a restore loses the orders of names that left
		v.checked("I6", 1)
		v.breach("I6", "effect %d (%s of %s, %s) belongs to no order", e.Seq, e.Command, e.Name, e.ClTRID)
	}
}

// effect holds an effect against the order that its transaction id names.
func (v *verification) effect(e registry.Effect, o reseller.Order) {
	if o.State.Live() {
		v.unsettled[e.Name] = true
	}
	if e.Pushed && o.State == reseller.OrderRefused && e.At.After(o.EndedAt) {
		v.pushed[e.Name] = true // we had stopped waiting for it: nobody here asked for the name when it came
		return
	}
	want := effectOf[o.Kind]
	if ended := o.State == reseller.OrderRefused || o.State == reseller.OrderSuperseded; ended && want != "" && e.Command == want {
		v.breach("I8", "%s is %s, and the registry did it: effect %d (%s)", title(o), o.State, e.Seq, e.ClTRID)
	}
	if gives[e.Command] {
		v.checked("I6", 1)
		if e.Command != want || e.Name != o.Name.String() {
			v.breach("I6", "effect %d is a %s of %s, and its transaction id is that of %s", e.Seq, e.Command, e.Name, title(o))
		}
	}
	if !adds[e.Command] {
		return
	}
	v.checked("I6", 1)
	switch {
	case e.Command != want || e.Name != o.Name.String():
		v.breach("I6", "effect %d is a %s of %s, and its transaction id is that of %s", e.Seq, e.Command, e.Name, title(o))
		return
	case o.State == reseller.OrderRefused || o.State == reseller.OrderSuperseded:
		v.breach("I6", "effect %d (%s of %s) was not paid: %s is %s", e.Seq, e.Command, e.Name, title(o), o.State)
	case !v.effective.add(o.ID):
		v.breach("I6", "%s took effect twice: effect %d (%s) is not the first", title(o), e.Seq, e.ClTRID)
	}
	v.paidYears(e, o)
}

// confirmed checks that a done purchase has its effect in the log (I6, I8).
func (v *verification) confirmed(o reseller.Order) {
	if len(v.logs) == 0 || effectOf[o.Kind] == "" || o.State.Live() {
		return
	}
	v.checked("I8", 1)
	if o.State != reseller.OrderDone || !o.Kind.Additive() || v.withoutEffect(o) {
		return
	}
	if v.effective.has(o.ID) || o.Kind == reseller.OrderTransfer && v.pushed[o.Name.String()] {
		return
	}
	v.breach("I8", "%s is done, and no registry's log has its effect", title(o))
	if o.Charge.Total() > 0 {
		v.breach("I6", "%s was charged %s, and no registry's log has its effect", title(o), money(o.Charge.Total(), o.Charge.Currency))
	}
}

// withoutEffect reports whether a done purchase needs none of its own at the registry: a renewal that kept the year that the
// registry had added by itself, or where it adds all of them so, and a transfer between two accounts of ours.
func (v *verification) withoutEffect(o reseller.Order) bool {
	switch o.Kind {
	case reseller.OrderRenew:
		return yearsAtRegistry(o) == 0 || v.renewAlone[o.Name.TLD()]
	case reseller.OrderTransfer:
		return o.BetweenAccounts()
	}
	return false
}

// yearsAtRegistry is how many years a renewal adds at the registry: those paid for, less what the registry had already
// added by itself beyond the paid-through date.
func yearsAtRegistry(o reseller.Order) int {
	years, reached := o.Desired.Years, o.PaidFrom
	for years > 0 {
		if reached = reseller.AddYears(reached, 1); reseller.PastExpiry(reached, o.FrozenExpiry) {
			break
		}
		years--
	}
	return years
}

// paidYears checks that an effect added the years that its order paid for (I12).
func (v *verification) paidYears(e registry.Effect, o reseller.Order) {
	v.checked("I12", 1)
	years := o.Desired.Years
	switch o.Kind {
	case reseller.OrderRegister:
		if e.Years == years && reseller.SameExpiry(e.Expires, reseller.AddYears(e.At, years)) {
			return
		}
	case reseller.OrderRenew:
		years = yearsAtRegistry(o)
		if e.Years == years && reseller.SameExpiry(e.Expires, reseller.AddYears(o.FrozenExpiry, years)) {
			return
		}
	case reseller.OrderTransfer:
		if years = 1; e.Years <= years {
			return
		}
	default:
		return // a restore brings back what it takes for the name not to be expired
	}
	v.breach("I12", "effect %d gave %s %d years, until %s, and %s paid for %d", e.Seq, e.Name, e.Years,
		e.Expires.Format(time.DateOnly), title(o), years)
}
