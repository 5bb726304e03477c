package orders_test

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
)

// limited is a service that refunds so many registrations in a month.
func (o *env) limited(l reseller.RefundLimit) *orders.Service {
	return orders.New(orders.Config{
		Store: o.Store, Routes: o.routes(o.Sandbox), Clock: o.Clock, Key: o.Key, Log: slog.New(slog.DiscardHandler), Holder: "limited",
		Settings: orders.Settings{RefundLimit: &l},
	})
}

// remove asks a service for a deletion.
func (o *env) remove(s *orders.Service, d reseller.Domain, noRefund bool) (orders.Result, error) {
	r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{NoRefund: noRefund})
	r.Domain = &d
	return s.Delete(o.ctx, r)
}

func TestRefundsInTheAddGraceHaveALimit(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		s := o.limited(reseller.RefundLimit{Names: 2, Percent: 10})
		names := make([]reseller.Domain, 8)
		for i := range names {
			names[i] = o.registered(fmt.Sprintf("tasted%d", i))
		}
		o.wantBalance(42_000, 0)
		var refused sync.Map
		atOnce(len(names), func(i int) {
			if _, err := o.remove(s, names[i], false); err != nil {
				refused.Store(i, err)
			}
		})
		o.wantBalance(44_000, 0)
		var left []reseller.Domain
		refused.Range(func(i, err any) bool {
			if e := reseller.AsError(err.(error)); e.Code != reseller.CodeRefundLimit || !strings.Contains(e.Words, "no_refund=1") {
				t.Errorf("name %d is refused with %s: %s", i, e.Code, e.Words)
			}
			left = append(left, names[i.(int)])
			return true
		})
		if len(left) != 6 {
			t.Fatalf("%d deletions are refused, want 6", len(left))
		}
		if now := o.domain(left[0].Name.SLD()); now.State != reseller.DomainActive {
			t.Errorf("a name whose deletion was refused is %s", now.State)
		}
		result, err := o.remove(s, left[0], true)
		o.Must(err)
		o.Must(orders.Verdict(result.Order))
		o.wantBalance(44_000, 0)
		if now := o.domain(left[0].Name.SLD()); now.State != reseller.DomainDeleted {
			t.Errorf("the name that was deleted without a refund is %s", now.State)
		}

		o.Clock.Move(31 * 24 * time.Hour) // another month
		next := o.registered("april")
		_, err = o.remove(s, next, false)
		o.Must(err)
		o.wantBalance(44_000, 0)
		_, err = o.remove(s, left[1], false) // beyond its grace there is nothing to refund, and no limit
		o.Must(err)
	})
}

// The policy's per cent counts where it is more than the number, of what was registered and kept.
func TestLimitGrowsWithWhatIsRegistered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		refunded, registered int
		want                 bool
	}{
		{49, 49, true}, {50, 50, false}, {50, 560, false}, {50, 561, true}, {51, 561, false}, {60, 10_000, true},
	} {
		if got := reseller.PolicyLimit.Allows(c.refunded, c.registered); got != c.want {
			t.Errorf("one more after %d of %d: %t, want %t", c.refunded, c.registered, got, c.want)
		}
	}
}

// A name that was registered again gives back its present registration, not one that was deleted without a refund before.
func TestRefundIsOfThisHoldingOnly(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		_, err := o.remove(o.Orders, o.registered("again"), true)
		o.Must(err)
		o.wantBalance(49_000, 0)
		o.gives(o.registered("again"), true)
		o.wantBalance(49_000, 0)
		o.wantNotes(-1000)
		_, err = o.remove(o.Orders, o.registered("again"), false)
		o.Must(err)
		o.wantBalance(49_000, 0)
		o.wantNotes(-1000, -1000)
	})
}
