package main

import "nameyard/reseller"

// sellerFlags say who sells: what invoices and mails call this business. Nothing of it has a default, because a customer reads it.
type sellerFlags struct {
	SellerName    string   `aliases:"house-name" env:"NAMEYARD_SELLER_NAME,NAMEYARD_HOUSE_NAME" placeholder:"NAME" help:"What this business is called, on invoices and in mails, and as the registrar of its names."`
	SellerAddress []string `aliases:"house-address" env:"NAMEYARD_SELLER_ADDRESS,NAMEYARD_HOUSE_ADDRESS" placeholder:"LINE" sep:"\n" help:"Its address as invoices show it; once for each line."`
	SellerVAT     string   `name:"seller-vat" aliases:"house-vat" env:"NAMEYARD_SELLER_VAT,NAMEYARD_HOUSE_VAT" placeholder:"NUMBER" help:"Its VAT number, for invoices."`
	SellerEmail   string   `aliases:"house-email" env:"NAMEYARD_SELLER_EMAIL,NAMEYARD_HOUSE_EMAIL" placeholder:"ADDRESS" help:"Its e-mail address, for invoices."`
}

func (f sellerFlags) seller() reseller.Seller {
	return reseller.Seller{Name: f.SellerName, Address: f.SellerAddress, VATNumber: f.SellerVAT, Email: f.SellerEmail}
}

// needed refuses to write to customers in nobody's name.
func (f sellerFlags) needed() error {
	if f.SellerName == "" {
		return refused("no seller is named, and invoices and mails need one: name your business with --seller-name (or NAMEYARD_SELLER_NAME, or \"seller-name\" in the settings file)")
	}
	return nil
}
