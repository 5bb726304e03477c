package epp

import (
	"context"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// Transfer asks for a name with its auth code (RFC 5731 §3.2.4). EPP's transfer takes no name servers and no contacts: the name comes
// as it is, except at registries whose own extension takes them along.
func (c *Connector) Transfer(ctx context.Context, t registry.Transfer) (registry.Receipt, error) {
	if c.set.TLDs[t.Name.TLD()].TransferBy == "tag" {
		return registry.Receipt{}, registry.Refuse(registry.CodeUnimplemented, "names under .%s change registrar by tag, which this connector has not", t.Name.TLD())
	}
	var along []string // name servers
	if c.set.Profile.Swedish || c.set.Profile.Gateway.takesNameservers(t.Name.TLD()) {
		along = t.Nameservers
	}
	if err := c.ensureHosts(ctx, c.nameservers(t.Name, along, nil)); err != nil {
		return registry.Receipt{}, err
	}
	cmd := transferOf("request", t.Name, func(w *wire.Writer) {
		writePeriod(w, "domain:period", t.Years*c.set.TLDs[t.Name.TLD()].TransferYears)
		writeAuthCode(w, t.AuthCode)
	})
	cmd.clTRID, cmd.reads = t.ClTRID, false
	plain := cmd.write
	cmd.write = func(w *wire.Writer, s *session) {
		plain(w, s)
		writeExtensions(w, feeLimit(s, "fee:transfer", t.FeeLimit), c.swedishTransfer(s, along),
			c.parameters("transfer", t.Name.TLD(), valuesOf(t.Fields, along)))
	}
	answer, err := c.do(ctx, cmd)
	if err != nil {
		return registry.Receipt{}, err
	}
	receipt := answer.receipt()
	receipt.Expires = c.expiryAfter(ctx, t.Name, timeOf(answer.found(wire.NSDomain, "trnData"), wire.NSDomain, "exDate"))
	receipt.Fee = feeOf(answer.extra(wire.NSFee, "trnData"))
	return receipt, nil
}

// transferOf is a <transfer> command; more is written behind the name.
func transferOf(op string, name reseller.Name, more func(*wire.Writer)) command {
	return command{reads: true, about: name.String(), write: func(w *wire.Writer, _ *session) {
		w.In("transfer", func() {
			w.Object("domain:transfer", wire.NSDomain, func() {
				w.Text("domain:name", name.String())
				if more != nil {
					more(w)
				}
			})
		}, wire.Attr{Name: "op", Value: op})
	}}
}

// CancelTransfer withdraws our request (RFC 5730 §2.9.3.4).
func (c *Connector) CancelTransfer(ctx context.Context, clTRID string, name reseller.Name) (registry.Receipt, error) {
	return c.decide(ctx, clTRID, "cancel", name)
}

// ApproveTransfer lets a name of ours go.
func (c *Connector) ApproveTransfer(ctx context.Context, clTRID string, name reseller.Name) (registry.Receipt, error) {
	return c.decide(ctx, clTRID, "approve", name)
}

// RejectTransfer keeps a name of ours. EPP takes no reason.
func (c *Connector) RejectTransfer(ctx context.Context, clTRID string, name reseller.Name, _ string) (registry.Receipt, error) {
	return c.decide(ctx, clTRID, "reject", name)
}

func (c *Connector) decide(ctx context.Context, clTRID, op string, name reseller.Name) (registry.Receipt, error) {
	cmd := transferOf(op, name, nil)
	cmd.clTRID, cmd.reads = clTRID, false
	return c.changed(ctx, cmd)
}

// CheckAuthCode asks whether a code is the name's current one (RFC 5731 §3.1.2, info with authInfo).
func (c *Connector) CheckAuthCode(ctx context.Context, name reseller.Name, code string) error {
	_, err := c.do(ctx, infoOf(name, &code))
	if registry.RefusedWith(err, registry.CodeNoObject) || registry.RefusedWith(err, registry.CodeAuthorization) {
		return registry.Refuse(registry.CodeBadAuthCode, "Invalid authorization information")
	}
	return err
}
