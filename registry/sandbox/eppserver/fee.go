package eppserver

import (
	"context"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// currency is what names cost in here.
const currency = "USD"

// writeFees answers fee:check (RFC 8748 §5.1.1) for the commands asked for. Only premium names have a price at this registry.
func writeFees(asked *wire.Node, names []string, found []registry.Availability) func(*wire.Writer) {
	return func(w *wire.Writer) {
		w.Object("fee:chkData", wire.NSFee, func() {
			w.Text("fee:currency", currency)
			for i, a := range found {
				w.In("fee:cd", func() {
					w.Text("fee:objID", names[i])
					if a.Premium {
						w.Text("fee:class", "premium")
					}
					for _, cmd := range asked.All(wire.NSFee, "command") {
						writeFeeCommand(w, cmd, a)
					}
				})
			}
		})
	}
}

func writeFeeCommand(w *wire.Writer, asked *wire.Node, a registry.Availability) {
	years, err := yearsOfFee(asked)
	w.In("fee:command", func() {
		if err != nil {
			w.Text("fee:reason", err.Error())
			return
		}
		w.Text("fee:period", number(years), wire.Attr{Name: "unit", Value: "y"})
		if a.Fee != nil {
			w.Text("fee:fee", reseller.Money{Minor: a.Fee.Amount * int64(years), Currency: a.Fee.Currency}.Decimal())
		}
	}, wire.Attr{Name: "name", Value: asked.Attr("name")})
}

func yearsOfFee(asked *wire.Node) (int, error) {
	period := asked.Kid(wire.NSFee, "period")
	if period == nil {
		return 1, nil
	}
	return yearsOf(&wire.Node{Kids: []*wire.Node{{Space: wire.NSDomain, Name: "period", Attrs: period.Attrs, Text: period.Text}}}, 1)
}

// limitOf reads the price that a client acknowledges; nil if it does not.
func limitOf(n *wire.Node) (*registry.Fee, error) {
	if n == nil {
		return nil, nil
	}
	unit := or(n.Kid(wire.NSFee, "currency").Value(), currency)
	total := reseller.Money{Currency: unit}
	for _, text := range n.Values(wire.NSFee, "fee") {
		m, err := reseller.ParseMoney(strings.TrimSpace(text), unit)
		if err == nil {
			total, err = total.Add(m)
		}
		if err != nil {
			return nil, registry.Refuse(registry.CodeParameterRange, "Parameter value range error: fee %q", text)
		}
	}
	return &registry.Fee{Amount: total.Minor, Currency: unit}, nil
}

// charged tells what a command cost and what is left of the registrar's account (RFC 8748 §3.5), where there is something to tell and the
// client speaks of fees. That the account cannot be read is no reason to lose the answer.
func (cmd command) charged(ctx context.Context, element string, fee *registry.Fee) func(*wire.Writer) {
	if !cmd.speaks(wire.NSFee) {
		return nil
	}
	var left *registry.Balance
	if cmd.registrar == sandbox.Sponsor {
		left, _ = cmd.registry().Balance(ctx)
	}
	if fee == nil && left == nil {
		return nil
	}
	unit := currency
	if left != nil {
		unit = left.Currency
	}
	return func(w *wire.Writer) {
		w.Object(element, wire.NSFee, func() {
			w.Text("fee:currency", unit)
			if fee != nil && fee.Currency == unit {
				w.Text("fee:fee", reseller.Money{Minor: fee.Amount, Currency: unit}.Decimal())
			}
			if left != nil {
				w.Text("fee:balance", reseller.Money{Minor: left.Amount, Currency: unit}.Decimal())
			}
		})
	}
}
