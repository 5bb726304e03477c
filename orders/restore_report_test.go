package orders_test

import (
	"context"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// reported is the sandbox registry, which keeps what it was told of restorations.
type reported struct {
	*sandbox.Registry
	told *[]registry.Restore
}

func (r reported) Restore(ctx context.Context, asked registry.Restore) (registry.Receipt, error) {
	*r.told = append(*r.told, asked)
	return r.Registry.Restore(ctx, asked)
}

// A registry that waits for a report wants to know when the name was deleted (RFC 3915 §4.2.5), however late the report is.
func TestRestorationTellsWhenTheNameWasDeleted(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("back")
		o.Clock.Move(6 * 24 * time.Hour)
		deletion, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderDelete, d, "delete"))
		o.Must(err)
		o.Clock.Move(9 * 24 * time.Hour)
		var told []registry.Restore
		s := o.openService("restorer", o.Store, reported{o.Sandbox, &told})
		row := o.domain("back")
		r := o.request(reseller.OrderRestore, d.Name, reseller.Desired{})
		r.Domain = &row
		_, err = s.Buy(o.ctx, r)
		o.Must(err)
		if len(told) != 1 || !told[0].DeletedAt.Equal(o.order(deletion.Order.ID).SentAt) {
			t.Errorf("it is told %+v, sent at %s", told, o.order(deletion.Order.ID).SentAt)
		}
		// Months later the registry itself puts the name into redemption.
		o.Clock.Move(200 * 24 * time.Hour)
		_, err = o.Store.ChangeDomain(o.ctx, d.ID, reseller.Itself, "domain.follow_registry", func(row *reseller.Domain) error {
			row.State = reseller.DomainRedemption
			return nil
		})
		o.Must(err)
		row = o.domain("back")
		r.Domain = &row
		_, _ = s.Buy(o.ctx, r)
		if len(told) != 2 || !told[1].DeletedAt.IsZero() {
			t.Errorf("it is told %+v of a deletion that was none of ours", told)
		}
		o.Unclean = true // the sandbox has deleted nothing
	})
}
