package epp

import (
	"context"

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

// understand reads what a message is about: a transfer, a pending command that is decided (RFC 5731 §3.3), or a change that others
// made (RFC 8590).
func (c *Connector) understand(m *registry.Message, answer *reply) {
	if data := answer.found(wire.NSDomain, "trnData"); data != nil {
		m.Name = c.nameOf(data.Kid(wire.NSDomain, "name"))
		m.Kind = transferKind(c.transferState(data))
		return
	}
	if data := answer.found(wire.NSDomain, "panData"); data != nil {
		name := data.Kid(wire.NSDomain, "name")
		m.Name = c.nameOf(name)
		m.ClTRID = data.Kid(wire.NSDomain, "paTRID").Kid(wire.NSEPP, "clTRID").Value()
		m.Kind = registry.MessagePendingFailed
		if done := name.Attr("paResult"); done == "1" || done == "true" {
			m.Kind = registry.MessagePendingDone
		}
		return
	}
	m.Name = c.nameOf(answer.found(wire.NSDomain, "infData").Kid(wire.NSDomain, "name"))
	operation := answer.extra(wire.NSChangePoll, "changeData").Kid(wire.NSChangePoll, "operation")
	m.Kind = changeKinds[operation.Value()]
}

// changeKinds are the operations of RFC 8590 §2.1 that names of ours are acted on for.
var changeKinds = map[string]registry.MessageKind{
	"autoRenew":  registry.MessageAutoRenewed,
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
	return ""
}

// nameOf reads a name of this registry; the zero Name if it is none that we could have.
func (c *Connector) nameOf(n *wire.Node) reseller.Name {
	name, err := c.set.TLDs.Split(hostName(n))
	if err != nil {
		return reseller.Name{}
	}
	return name
}
