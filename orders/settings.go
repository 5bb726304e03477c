package orders

import (
	"time"

	"nameyard/reseller"
)

// Settings are the service's times. The zero value of a field means its default.
type Settings struct {
	CallTimeout   time.Duration // one registry command, wall time (60 s)
	RecordTimeout time.Duration // one write or read of the store by a worker, wall time (10 s)
	LeaseFor      time.Duration // how long a worker that gives no sign of life keeps its order, wall time (15 s)
	LookFor       time.Duration // how long a worker looks inline for an unknown outcome, wall time (24 s)
	Settle        time.Duration // how long an unanswered command may still take effect, business time (10 min)
	ResendFor     time.Duration // how long a command without effect is sent again, business time since the intent (24 h)
	ReplayWindow  time.Duration // in which an equal renewal or restore is a repeat, business time (10 min)
	RepeatWindow  time.Duration // in which a repeat of an unanswered order, a registration or a transfer is recognised (8 days)
	PublishWait   time.Duration // how long a worker waits inline for our name servers, where the registry asks them, wall time (5 s)
	ReconcileWait time.Duration // until an unfinished order is looked at again, business time (30 s)
	// RefundLimit is how many registrations of an account are refunded in a month for a deletion in the add grace; nil = the policy's.
	RefundLimit *reseller.RefundLimit
	PendingWait time.Duration // until a pending order is looked at again without a registry message (1 h)
	StandWait   time.Duration // until an order is tried again that waits for the operator, business time (5 min)
	VerifyWait  time.Duration // until one is tried again that waits for its holder to be verified, business time (6 h)
}

func (s Settings) withDefaults() Settings {
	for _, d := range []struct {
		value *time.Duration
		usual time.Duration
	}{
		{&s.CallTimeout, time.Minute},
		{&s.RecordTimeout, 10 * time.Second},
		{&s.LeaseFor, 15 * time.Second},
		{&s.LookFor, 24 * time.Second},
		{&s.Settle, 10 * time.Minute},
		{&s.ResendFor, 24 * time.Hour},
		{&s.ReplayWindow, 10 * time.Minute},
		{&s.RepeatWindow, 8 * 24 * time.Hour},
		{&s.PublishWait, 5 * time.Second},
		{&s.ReconcileWait, 30 * time.Second},
		{&s.PendingWait, time.Hour},
		{&s.StandWait, 5 * time.Minute},
		{&s.VerifyWait, 6 * time.Hour},
	} {
		if *d.value == 0 {
			*d.value = d.usual
		}
	}
	if s.RefundLimit == nil {
		s.RefundLimit = &reseller.PolicyLimit
	}
	return s
}
