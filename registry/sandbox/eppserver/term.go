package eppserver

import (
	"context"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// renewDomain adds years (RFC 5731 §3.2.3).
func (cmd command) renewDomain(ctx context.Context) (reply, error) {
	name, err := cmd.name()
	if err != nil {
		return reply{}, err
	}
	n := registry.Renew{ClTRID: cmd.clTRID, Name: name, CurrentExpiry: wire.ParseTime(cmd.object.Kid(wire.NSDomain, "curExpDate").Value())}
	if n.CurrentExpiry.IsZero() {
		return reply{}, missing("domain:curExpDate")
	}
	if n.Years, err = yearsOf(cmd.object, 1); err != nil {
		return reply{}, err
	}
	if n.FeeLimit, err = limitOf(cmd.ext.Kid(wire.NSFee, "renew")); err != nil {
		return reply{}, err
	}
	done, err := cmd.registry().Renew(ctx, n)
	answer := replyOf(done)
	answer.data = func(w *wire.Writer) {
		w.Object("domain:renData", wire.NSDomain, func() {
			w.Text("domain:name", name.String())
			if !done.Expires.IsZero() { // it is not decided yet otherwise
				w.Text("domain:exDate", wire.Time(done.Expires))
			}
		})
	}
	answer.extra = append(answer.extra, cmd.charged(ctx, "fee:renData", done.Fee))
	return answer, err
}

// deleteDomain starts a deletion (RFC 5731 §3.2.2): 1001 while the name is pendingDelete.
func (cmd command) deleteDomain(ctx context.Context) (reply, error) {
	name, err := cmd.name()
	if err != nil {
		return reply{}, err
	}
	done, err := cmd.registry().Delete(ctx, registry.Delete{ClTRID: cmd.clTRID, Name: name})
	if err != nil {
		return reply{}, err
	}
	answer := replyOf(done)
	if reg, err := cmd.registry().Show(ctx, name); err == nil && reg.Has(registry.StatusPendingDelete) {
		answer.code = registry.CodePending
	}
	return answer, nil
}

// transferDomain is every op of <transfer> (RFC 5731 §3.2.4).
func (cmd command) transferDomain(ctx context.Context) (reply, error) {
	name, err := cmd.name()
	if err != nil {
		return reply{}, err
	}
	r, done := cmd.registry(), registry.Receipt{}
	switch cmd.op {
	case "query":
	case "request":
		done, err = cmd.requestTransfer(ctx, name)
	case "cancel":
		done, err = r.CancelTransfer(ctx, cmd.clTRID, name)
	case "approve":
		done, err = r.ApproveTransfer(ctx, cmd.clTRID, name)
	case "reject":
		done, err = r.RejectTransfer(ctx, cmd.clTRID, name, "")
	default:
		err = registry.Refuse(codeUnimplOption, "Unimplemented option: transfer %s", cmd.op)
	}
	if err != nil {
		return reply{}, err
	}
	reg, err := r.Info(ctx, name)
	if err != nil {
		return reply{}, err
	}
	answer := replyOf(done)
	if reg.Transfer == nil {
		if cmd.op == "query" {
			return reply{}, registry.Refuse(registry.CodeNotPendingTransfer, "Object not pending transfer: %s", name)
		}
		return answer, nil
	}
	answer.data = func(w *wire.Writer) { writeTransfer(w, cmd.registrar, reg, *reg.Transfer) }
	answer.extra = append(answer.extra, cmd.charged(ctx, "fee:trnData", done.Fee))
	return answer, nil
}

func (cmd command) requestTransfer(ctx context.Context, name reseller.Name) (registry.Receipt, error) {
	t := registry.Transfer{
		ClTRID: cmd.clTRID, Name: name, AuthCode: text(cmd.object.Kid(wire.NSDomain, "authInfo").Kid(wire.NSDomain, "pw")),
	}
	var err error
	if t.Years, err = yearsOf(cmd.object, 1); err != nil {
		return registry.Receipt{}, err
	}
	if t.FeeLimit, err = limitOf(cmd.ext.Kid(wire.NSFee, "transfer")); err != nil {
		return registry.Receipt{}, err
	}
	for _, host := range cmd.ext.Kid(wire.NSIIS, "transfer").Kid(wire.NSIIS, "ns").Values(wire.NSIIS, "hostObj") {
		t.Nameservers = append(t.Nameservers, strings.ToLower(host))
	}
	parameters, err := cmd.parametersOf("domain")
	if err != nil {
		return registry.Receipt{}, err
	}
	for i := range 13 {
		if host := parameters["nameserver"+number(i)]; host != "" {
			t.Nameservers = append(t.Nameservers, strings.ToLower(host))
		}
	}
	t.Fields = fieldsFrom(nil, parameters)
	return cmd.registry().Transfer(ctx, t)
}

// writeTransfer writes domain:trnData. For a transfer that was decided, the date of the action is that of the change.
func writeTransfer(w *wire.Writer, me string, reg registry.Registration, x registry.TransferState) {
	to, from := me, x.Other
	if !x.Incoming {
		to, from = from, to
	}
	acts := x.ActsBy
	if acts.IsZero() {
		acts = x.Requested
	}
	w.Object("domain:trnData", wire.NSDomain, func() {
		w.Text("domain:name", reg.Name.String())
		w.Text("domain:trStatus", string(x.Status))
		w.Text("domain:reID", to)
		w.Text("domain:reDate", wire.Time(x.Requested))
		w.Text("domain:acID", from)
		w.Text("domain:acDate", wire.Time(acts))
		if x.Status.Approved() {
			w.Text("domain:exDate", wire.Time(reg.Expires))
		}
	})
}
