package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// messagesAtOnce bounds how many messages of one registry a run takes up.
const messagesAtOnce = 1000

// errBusy says that what a message is about is being worked on now; the message stays in the queue until the next run.
var errBusy = errors.New("its order is being carried right now")

// messages drains the message queue of each registry that has one. A message is acknowledged after it was acted on, so one
// may be acted on twice and none is lost.
func messages(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		var all error
		for _, c := range d.Routes.Connectors() {
			queue, ok := c.Connector.(registry.Poller)
			if !ok {
				continue
			}
			err := drain(ctx, d, c.Connector, queue)
			if errors.Is(err, errBusy) {
				d.Log.Debug("a registry message waits", "registry", c.Name, "err", err)
				continue
			}
			if err != nil {
				all = errors.Join(all, fmt.Errorf("messages of registry %s: %w", c.Name, err))
			}
		}
		return all
	}
}

func drain(ctx context.Context, d Deps, conn registry.Connector, queue registry.Poller) error {
	for range messagesAtOnce {
		m, err := poll(ctx, queue)
		if err != nil || m == nil {
			return err
		}
		if err := act(ctx, d, conn, *m); err != nil {
			return fmt.Errorf("message %s (%s %s): %w", m.ID, m.Kind, m.Name, err)
		}
		d.Log.Info("registry message", "id", m.ID, "kind", m.Kind, "name", m.Name.String(), "words", m.Words)
		if err := ack(ctx, queue, m.ID); err != nil {
			if _, gone := registry.AsRefusal(err); !gone { // refused: another server has acknowledged it
				return fmt.Errorf("acknowledge message %s: %w", m.ID, err)
			}
		}
	}
	return nil
}

// registryTime is how long a job waits for one answer of a registry: one that hangs must not stop the others.
const registryTime = 30 * time.Second

func poll(ctx context.Context, queue registry.Poller) (*registry.Message, error) {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	m, err := queue.Poll(ctx)
	if m != nil {
		m.Words = reseller.Printable(m.Words)
	}
	return m, err
}

func ack(ctx context.Context, queue registry.Poller, id string) error {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	return queue.Ack(ctx, id)
}

// act does what a message calls for. The registry's present word counts, not the message: it may be old.
func act(ctx context.Context, d Deps, conn registry.Connector, m registry.Message) error {
	switch m.Kind {
	case registry.MessageTransferDone, registry.MessageTransferFailed, registry.MessagePendingDone, registry.MessagePendingFailed:
		return followOrder(ctx, d, m)
	case registry.MessageTransferredAway, registry.MessageAutoRenewed, registry.MessageDeleted, registry.MessageTransferRequested:
		domain, err := d.Books.LiveDomain(ctx, m.Name)
		if errors.Is(err, reseller.ErrNotFound) || err == nil && !domain.State.Held() {
			return nil // it is nobody's here, or still to come
		}
		if err != nil {
			return err
		}
		if m.Kind == registry.MessageTransferRequested {
			return noteRequest(ctx, d, domain, m)
		}
		return compare(ctx, d, conn, domain, observation{job: Messages, at: m.At, words: m.Words})
	}
	d.Log.Warn("a registry message of an unknown kind was left alone", "id", m.ID, "kind", m.Kind, "words", m.Words)
	return nil
}

// followOrder brings the registration or transfer that a message speaks of up to date now, not at its next due time.
func followOrder(ctx context.Context, d Deps, m registry.Message) error {
	o, err := d.Books.LiveOrder(ctx, "name:"+m.Name.String())
	if errors.Is(err, reseller.ErrNotFound) {
		return nil // ended already
	}
	if err != nil {
		return err
	}
	if d.Clock.Wall().Before(o.LeaseEnd) {
		return fmt.Errorf("order %d: %w", o.ID, errBusy)
	}
	if err := d.Orders.Follow(ctx, o); err != nil {
		// Reconcile looks at the order anyway. The messages behind this one must not wait for it.
		d.Log.Error("an order could not be followed after a registry message", "order", o.ID, "err", err)
	}
	return nil
}

// noteRequest shows the account that another registrar asks for its name, and tells it, once for each message.
func noteRequest(ctx context.Context, d Deps, domain reseller.Domain, m registry.Message) error {
	event := reseller.DomainEvent(reseller.EventTransferAwayRequested, domain, m.Words, m.At)
	event.Once += ":" + m.ID
	if err := d.Books.AddEvent(ctx, event); err != nil {
		return err
	}
	_, err := d.Books.ChangeDomain(ctx, domain.ID, actor(Messages), "domain.transfer_requested", func(row *reseller.Domain) error {
		row.Reason = m.Words
		return nil
	})
	return err
}
