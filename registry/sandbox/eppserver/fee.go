package eppserver

import (
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
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

// charged tells what a command cost, where it did and the client speaks of fees.
func (cmd command) charged(element string, fee *registry.Fee) func(*wire.Writer) {
	if fee == nil || !cmd.speaks(wire.NSFee) {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object(element, wire.NSFee, func() {
			w.Text("fee:currency", fee.Currency)
			w.Text("fee:fee", reseller.Money{Minor: fee.Amount, Currency: fee.Currency}.Decimal())
		})
	}
}
