package reseller

// Seller is the operator's own business as its invoices show it.
type Seller struct {
	Name      string
	Address   []string // lines
	VATNumber string
	Email     string
}

// Buyer is an account as an invoice shows it: as it was when that was issued, whatever becomes of the account.
type Buyer struct {
	Name       string `json:"name"`
	Address    string `json:"address,omitempty"` // lines
	VATNumber  string `json:"vat_number,omitempty"`
	Email      string `json:"email"`
	TaxRatePPM int64  `json:"tax_rate_ppm,omitempty"`
}

// Buyer is who an invoice is issued to that is issued now.
func (a Account) Buyer() Buyer {
	return Buyer{Name: a.Name, Address: a.BillingAddress, VATNumber: a.VATNumber, Email: a.Email, TaxRatePPM: a.TaxRatePPM}
}

// InvoiceDocument is all that an invoice or credit note says when it is printed.
type InvoiceDocument struct {
	Seller   Seller
	Buyer    Buyer
	Language string // of the buyer
	Invoice  Invoice
	Credited string // the number of the invoice that a credit note credits
}
