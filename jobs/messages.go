package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
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
			err := safely.Do(d.Log.With("registry", c.Name), "job", func() error { return drain(ctx, d, c, queue) })
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

func drain(ctx context.Context, d Deps, c registry.NamedConnector, queue registry.Poller) error {
	for range messagesAtOnce {
		m, err := poll(ctx, queue)
		if err != nil || m == nil {
			return err
		}
		if err := take(ctx, d, c, queue, *m); err != nil {
			return fmt.Errorf("message %s (%s %s): %w", m.ID, m.Kind, m.Name, err)
		}
		d.Log.Info("registry message", "id", m.ID, "kind", m.Kind, "name", m.Name.String(), "words", m.Words)
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
		m.Words, m.Data = reseller.Printable(m.Words), reseller.Printable(m.Data)
	}
	return m, err
}

// ack takes a message off the queue. One that is not there any more was acknowledged by another server.
func ack(ctx context.Context, queue registry.Poller, id string) error {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	err := queue.Ack(ctx, id)
	if _, gone := registry.AsRefusal(err); gone || err == nil {
		return nil
	}
	return fmt.Errorf("acknowledge it: %w", err)
}

// act does what a message calls for. The registry's present word counts, not the message: it may be old.
func act(ctx context.Context, d Deps, c registry.NamedConnector, m registry.Message) error {
	switch m.Kind {
	case registry.MessageTransferDone, registry.MessageTransferFailed, registry.MessagePendingDone, registry.MessagePendingFailed:
		return followCommand(ctx, d, c, m)
	}
	does := aboutNames[m.Kind]
	if does == nil {
		return keepMessage(ctx, d, c, m)
	}
	domain, err := d.Books.LiveDomain(ctx, m.Name)
	if errors.Is(err, reseller.ErrNotFound) {
		return nil // it is nobody's here
	}
	if err != nil {
		return err
	}
	its, err := connectorOf(d, domain)
	if err != nil || !concerns(c, its) {
		return keepMessage(ctx, d, c, m)
	}
	c = its
	if _, early := earlyMessages[m.Kind]; !early && !domain.State.Held() {
		return nil // it is still to come
	}
	return does(ctx, d, c, domain, m)
}

// connectorOf finds the connector of a name; an error if its TLD is not sold any more.
func connectorOf(d Deps, domain reseller.Domain) (registry.NamedConnector, error) {
	rules, conn, err := d.Routes.Of(domain)
	return registry.NamedConnector{Name: rules.Connector, Connector: conn}, err
}

// concerns reports whether what one connector tells is about a name at another: the same, or one that shares its account there and so its
// queue. A registrar that had the name before has no say in it any more.
func concerns(told, its registry.NamedConnector) bool {
	return its.Name == told.Name || registry.SameAccount(told.Connector, its.Connector)
}

// aboutNames says what is done about messages of names that accounts have.
var aboutNames = map[registry.MessageKind]func(context.Context, Deps, registry.NamedConnector, reseller.Domain, registry.Message) error{
	registry.MessageTransferRequested: noteRequest,
	registry.MessageTransferredAway:   follow,
	registry.MessageAutoRenewed:       follow,
	registry.MessageDeleted:           follow,
	registry.MessageRenewed:           followOthers,
	registry.MessageChanged:           followOthers,
	registry.MessageVerificationDue:   noteVerification,
	registry.MessageVerified:          noteVerification,
	registry.MessageHoldSet:           noteHold,
	registry.MessageHoldLifted:        noteHold,
}

// earlyMessages may come before the order that brings their name has ended.
var earlyMessages = map[registry.MessageKind]struct{}{
	registry.MessageVerificationDue: {}, registry.MessageVerified: {}, registry.MessageHoldSet: {}, registry.MessageHoldLifted: {},
}

// keepMessage keeps a message that only a person can act on.
func keepMessage(ctx context.Context, d Deps, c registry.NamedConnector, m registry.Message) error {
	d.Log.Warn("a registry message is kept for the operator", "registry", c.Name, "id", m.ID, "kind", m.Kind, "words", m.Words)
	kept := reseller.RegistryMessage{Connector: c.Name, MessageID: m.ID, SentAt: m.At, Kind: string(m.Kind), Words: m.Words, Data: m.Data}
	if !m.Name.IsZero() {
		kept.Name = m.Name.String()
	}
	return d.Books.KeepRegistryMessage(ctx, kept)
}

// follow brings a name's row in line with its registry. A message about a name that the registry does not show is the operator's to read:
// those behind it must not wait for it.
func follow(ctx context.Context, d Deps, c registry.NamedConnector, domain reseller.Domain, m registry.Message) error {
	left := m.Kind == registry.MessageTransferredAway && !m.At.Before(domain.CreatedAt)
	err := compare(ctx, d, c.Connector, domain, observation{job: Messages, at: m.At, words: m.Words, left: left})
	if errors.Is(err, errWithheld) {
		return keepMessage(ctx, d, c, m)
	}
	return err
}

// followOthers does so for what others have changed: the comparison tells the operator of what no order explains.
func followOthers(ctx context.Context, d Deps, c registry.NamedConnector, domain reseller.Domain, m registry.Message) error {
	if d.Sweeps == nil {
		return follow(ctx, d, c, domain, m)
	}
	return sweepName(ctx, d, c, domain)
}

// noteRequest shows the account that another registrar asks for its name, and tells it, once for each message.
func noteRequest(ctx context.Context, d Deps, c registry.NamedConnector, domain reseller.Domain, m registry.Message) error {
	event := reseller.DomainEvent(reseller.EventTransferAwayRequested, domain, m.Words, m.At)
	event.Once += ":" + messageKey(c, m)
	if err := d.Books.AddEvent(ctx, event); err != nil {
		return err
	}
	if domain.Dispute.Stands() && d.Sweeps != nil { // the operator must hear of it
		if err := sweepName(ctx, d, c, domain); err != nil {
			return err
		}
	}
	if domain.Reason == m.Words {
		return nil // a server died before it could acknowledge the message
	}
	_, err := d.Books.ChangeDomain(ctx, domain.ID, actor(Messages), "domain.transfer_requested", func(row *reseller.Domain) error {
		row.Reason = m.Words
		return nil
	})
	return err
}
