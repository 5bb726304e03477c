package eppserver

import (
	"context"
	"errors"
	"slices"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
)

var noMessages = reply{code: codeNoMessages, words: "Command completed successfully; no messages"}

// poll reads or acknowledges a message (RFC 5730 §2.9.2.3).
func (cmd command) poll(ctx context.Context) (reply, error) {
	r := cmd.registry()
	switch cmd.op {
	case "ack":
		if err := r.Ack(ctx, cmd.object.Attr("msgID")); err != nil {
			return reply{}, err
		}
		return reply{}, nil
	case "req":
	default:
		return reply{}, registry.Refuse(codeSyntax, "Command syntax error: poll %q", cmd.op)
	}
	if cmd.registrar != sandbox.Sponsor {
		return noMessages, nil
	}
	m, err := r.Poll(ctx)
	if err != nil {
		return reply{}, err
	}
	if m == nil {
		return noMessages, nil
	}
	waiting, err := r.Waiting(ctx)
	if err != nil {
		return reply{}, err
	}
	answer := reply{code: codeMessage, words: "Command completed successfully; ack to dequeue", queue: func(w *wire.Writer) {
		w.In("msgQ", func() {
			w.Text("qDate", wire.Time(m.At))
			w.Text("msg", m.Words)
		}, wire.Attr{Name: "count", Value: number(max(waiting, 1))}, wire.Attr{Name: "id", Value: m.ID})
	}}
	if m.Name.IsZero() {
		return answer, nil
	}
	reg, err := r.Show(ctx, m.Name)
	if errors.Is(err, registry.ErrNoSuchName) {
		reg, err = registry.Registration{Name: m.Name, Sponsor: sandbox.Sponsor, Status: []registry.Status{registry.StatusPendingDelete}}, nil
	}
	if err != nil {
		return reply{}, err
	}
	cmd.explain(m, reg, &answer)
	return answer, nil
}

// explain gives a message its data: a transfer, the decision about a pending command, or a change that the registry made (RFC 8590).
func (cmd command) explain(m *registry.Message, reg registry.Registration, answer *reply) {
	if x, ok := transferTold(m, reg); ok {
		answer.data = func(w *wire.Writer) { writeTransfer(w, cmd.registrar, reg, x) }
		return
	}
	if m.Kind == registry.MessagePendingDone || m.Kind == registry.MessagePendingFailed {
		answer.data = func(w *wire.Writer) { writeDecision(w, m) }
		return
	}
	operation := operations[m.Kind]
	if operation == "" {
		return
	}
	reg.Status = statusTold(m.Kind, reg.Status)
	answer.data = func(w *wire.Writer) { writeDomain(w, reg, nil, cmd.server.HostAttributes) }
	if cmd.speaks(wire.NSChangePoll) {
		answer.extra = append(answer.extra, func(w *wire.Writer) {
			w.Object("changePoll:changeData", wire.NSChangePoll, func() {
				w.Text("changePoll:operation", operation)
				w.Text("changePoll:date", wire.Time(m.At))
				w.Text("changePoll:svTRID", "SANDBOX-"+m.ID)
				w.Text("changePoll:who", "registry")
			}, wire.Attr{Name: "state", Value: "after"})
		})
	}
}

// writeDecision writes domain:panData (RFC 5731 §3.3): what became of a command that was answered as pending.
func writeDecision(w *wire.Writer, m *registry.Message) {
	done := map[bool]string{true: "1", false: "0"}[m.Kind == registry.MessagePendingDone]
	w.Object("domain:panData", wire.NSDomain, func() {
		w.Text("domain:name", m.Name.String(), wire.Attr{Name: "paResult", Value: done})
		w.In("domain:paTRID", func() {
			w.Text("clTRID", m.ClTRID)
			w.Text("svTRID", "SANDBOX-"+m.ID)
		})
		w.Text("domain:paDate", wire.Time(m.At))
	})
}

// operations are those of RFC 8590 §2.1 that messages tell.
var operations = map[registry.MessageKind]string{
	registry.MessageAutoRenewed: "autoRenew", registry.MessageRenewed: "renew", registry.MessageDeleted: "autoPurge",
	registry.MessageChanged: "update", registry.MessageHoldSet: "update", registry.MessageHoldLifted: "update",
	registry.MessageVerificationDue: "update", registry.MessageVerified: "update",
}

// statusTold are a name's statuses as they stood when a message was written; the registration may have others by now.
func statusTold(kind registry.MessageKind, now []registry.Status) []registry.Status {
	check := []registry.Status{registry.StatusServerHold, registry.StatusServerTransferProhibited, registry.StatusServerRenewProhibited}
	told := slices.DeleteFunc(slices.Clone(now), func(s registry.Status) bool { return s == registry.StatusOK || slices.Contains(check, s) })
	switch kind {
	case registry.MessageHoldSet:
		return append(told, check[0])
	case registry.MessageVerificationDue:
		return append(told, check...)
	}
	return told
}

// transferTold is the transfer as it stood when the message was written; the registration may show a later one.
func transferTold(m *registry.Message, reg registry.Registration) (registry.TransferState, bool) {
	x := registry.TransferState{Requested: m.At, ActsBy: m.At, Other: sandbox.OtherRegistrar}
	if reg.Transfer != nil {
		x = *reg.Transfer
	}
	was := x.Status
	switch m.Kind {
	case registry.MessageTransferRequested:
		x.Status, x.Incoming = registry.TransferPending, false
	case registry.MessageTransferDone, registry.MessageTransferredAway:
		x.Incoming = m.Kind == registry.MessageTransferDone
		if x.Status = registry.TransferServerApproved; was.Approved() {
			x.Status = was
		}
	case registry.MessageTransferFailed:
		x.Incoming = true
		if x.Status = registry.TransferClientRejected; was != registry.TransferPending && was != "" && !was.Approved() {
			x.Status = was
		}
	default:
		return x, false
	}
	return x, true
}
