package epp

import (
	"context"
	"slices"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// Poll gives the oldest message, nil when there is none (RFC 5730 §2.9.2.3). Its kind is empty if nobody here understands it.
func (c *Connector) Poll(ctx context.Context) (*registry.Message, error) {
	answer, err := c.do(ctx, command{reads: true, write: func(w *wire.Writer, _ *session) {
		w.Empty("poll", wire.Attr{Name: "op", Value: "req"})
	}})
	if err != nil {
		return nil, err
	}
	if answer.code == codeNoMessages {
		return nil, nil
	}
	m := &registry.Message{
		ID: answer.queue.Attr("id"), At: timeOf(answer.queue, wire.NSEPP, "qDate"),
		Words: clipped(printable(answer.queue.Kid(wire.NSEPP, "msg").Value())),
	}
	if answer.code != codeMessage || m.ID == "" {
		return nil, unknown("reading a message", errOtherCommand)
	}
	c.understand(m, answer)
	return m, nil
}

// Ack takes a message off the queue.
func (c *Connector) Ack(ctx context.Context, id string) error {
	_, err := c.do(ctx, command{acks: true, write: func(w *wire.Writer, _ *session) {
		w.Empty("poll", wire.Attr{Name: "op", Value: "ack"}, wire.Attr{Name: "msgID", Value: id})
	}})
	return err
}

// understand reads what a message is about: a transfer, a pending command that is decided (RFC 5731 §3.3), a change that others made
// (RFC 8590), a low balance, or what its words say.
func (c *Connector) understand(m *registry.Message, answer *reply) {
	data := c.noticeOf(answer.data)
	defer func() {
		if m.Kind == "" {
			m.Data = clipped(printable(flatInside(answer.data) + flatInside(answer.ext)))
		}
	}()
	if x := data.Kid(wire.NSDomain, "trnData"); x != nil {
		m.Name = c.nameOf(x.Kid(wire.NSDomain, "name"))
		m.Kind = transferKind(c.transferState(x))
		return
	}
	if pan := data.Kid(wire.NSDomain, "panData"); pan != nil {
		name := pan.Kid(wire.NSDomain, "name")
		m.Name = c.nameOf(name)
		m.ClTRID = pan.Kid(wire.NSDomain, "paTRID").Kid(wire.NSEPP, "clTRID").Value()
		m.Kind = registry.MessagePendingFailed
		if done := name.Attr("paResult"); done == "1" || done == "true" {
			m.Kind = registry.MessagePendingDone
		}
		return
	}
	if gone := data.Kid(wire.NSDomain, "delete"); gone != nil {
		m.Name, m.Kind = c.nameOf(gone.Kid(wire.NSDomain, "name")), registry.MessageDeleted
		return
	}
	info := data.Kid(wire.NSDomain, "infData")
	m.Name = c.nameOf(info.Kid(wire.NSDomain, "name"))
	m.Kind = c.changeKind(m, answer, info)
	if m.Kind == registry.MessageVerificationDue {
		m.Due = dateIn(m.Words)
	}
}

// noticeOf takes the data out of what .se and .nu wrap theirs in (createNotify, updateNotify, deleteNotify, transferNotify).
func (c *Connector) noticeOf(data *wire.Node) *wire.Node {
	if first := data.First(); first != nil && first.Space == wire.NSIIS {
		return first
	}
	return data
}

// changeKind says what has become of a name whose data a message shows; empty if it is none that we could have, unless the words are of
// our account there.
func (c *Connector) changeKind(m *registry.Message, answer *reply, info *wire.Node) registry.MessageKind {
	said := c.saidIn(m.Words)
	if answer.found(wire.NSLowBalance, "pollData") != nil || said == registry.MessageLowFunds && info == nil {
		return registry.MessageLowFunds
	}
	if m.Name.IsZero() {
		return ""
	}
	operation := answer.extra(wire.NSChangePoll, "changeData").Kid(wire.NSChangePoll, "operation").Value()
	list := statuses(answer, info)
	switch {
	case changeKinds[operation] != "":
		return changeKinds[operation]
	case said != "" && said != registry.MessageLowFunds:
		return said
	case slices.Contains(list, registry.StatusServerHold):
		return registry.MessageHoldSet
	case slices.Contains(list, registry.StatusRedemption), slices.Contains(list, registry.StatusPendingDelete):
		return registry.MessageDeleted
	}
	return registry.MessageChanged
}

// changeKinds are the operations of RFC 8590 §2.1 that say enough by themselves.
var changeKinds = map[string]registry.MessageKind{
	"autoRenew":  registry.MessageAutoRenewed,
	"renew":      registry.MessageRenewed,
	"autoDelete": registry.MessageDeleted,
	"autoPurge":  registry.MessageDeleted,
	"delete":     registry.MessageDeleted,
}

func transferKind(x *registry.TransferState) registry.MessageKind {
	switch {
	case x.Incoming && x.Status.Approved():
		return registry.MessageTransferDone
	case x.Incoming && x.Status != registry.TransferPending:
		return registry.MessageTransferFailed
	case !x.Incoming && x.Status.Approved():
		return registry.MessageTransferredAway
	case !x.Incoming && x.Status == registry.TransferPending:
		return registry.MessageTransferRequested
	}
	return registry.MessageChanged // ours is asked for, or a name of ours stays
}

// nameOf reads a name; the zero Name if it is none that we could have.
func (c *Connector) nameOf(n *wire.Node) reseller.Name {
	name, err := c.set.Sold.Split(hostName(n))
	if err != nil {
		return reseller.Name{}
	}
	return name
}
