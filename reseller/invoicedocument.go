package reseller

// Seller is the operator's own business as its invoices show it.
type Seller struct {
	Name      string
	Address   []string // lines
	VATNumber string
	Email     string
}

// InvoiceDocument is all that an invoice or credit note says when it is printed.
type InvoiceDocument struct {
	Seller   Seller
	Buyer    Account
	Invoice  Invoice
	Credited string // the number of the invoice that a credit note credits
}
