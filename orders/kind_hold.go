package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendHold(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "a hold", func(c registry.Holder) (registry.Receipt, error) {
		return c.SetHold(ctx, a.ClTRID(), a.Name, on(a.Desired.Hold))
	})
}

// applyHold leaves a row alone that has it so already: who set a hold, when and why stays.
func applyHold(d *reseller.Domain, o order, _ effect, now time.Time) {
	switch held := &d.Holds.Operator; {
	case on(o.Desired.Hold) == held.Stands():
	case on(o.Desired.Hold):
		*held = reseller.Hold{By: o.By.Name, Reason: o.Desired.Why, Since: now}
	default:
		*held = held.Lift(now)
	}
}
