package reseller

// Refund is what a registry has taken back of the charge of a done order.
type Refund struct {
	Order Order
	Years int // of a renewal: how many of its years; all of them = the whole charge. Any other charge goes back whole
}

// Whole reports whether the order's whole charge goes back.
func (r Refund) Whole() bool { return r.Order.Kind != OrderRenew || r.Years >= r.Order.Desired.Years }

// Charge is what goes back to the account.
func (r Refund) Charge() Charge {
	if r.Whole() {
		return r.Order.Charge
	}
	return r.Order.Charge.Part(r.Years, r.Order.Desired.Years)
}

// Part is some of the years of a charge, in proportion and rounded down.
func (c Charge) Part(years, of int) Charge {
	return Charge{Currency: c.Currency, Net: c.Net * int64(years) / int64(of), Tax: c.Tax * int64(years) / int64(of)}
}

// Of is what goes back of the order's invoice, as an invoice to be credited.
func (r Refund) Of(i Invoice) Invoice {
	if r.Whole() || len(i.Lines) != 1 {
		return i
	}
	i.Charge = r.Charge()
	line := i.Lines[0]
	line.Years, line.Net, line.Tax = r.Years, i.Charge.Net, i.Charge.Tax
	i.Lines = []InvoiceLine{line}
	return i
}
