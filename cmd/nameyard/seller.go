package main

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"nameyard/reseller"
)

// sellerFlags say who sells: what invoices and mails call this business. Nothing of it has a default, because a customer reads it.
type sellerFlags struct {
	SellerName    string   `aliases:"house-name" env:"NAMEYARD_SELLER_NAME,NAMEYARD_HOUSE_NAME" placeholder:"NAME" help:"What this business is called, on invoices and in mails, and as the registrar of its names."`
	SellerAddress []string `aliases:"house-address" env:"NAMEYARD_SELLER_ADDRESS,NAMEYARD_HOUSE_ADDRESS" placeholder:"LINE" sep:"\n" help:"Its address as invoices and mails show it; once for each line."`
	SellerVAT     string   `name:"seller-vat" aliases:"house-vat" env:"NAMEYARD_SELLER_VAT,NAMEYARD_HOUSE_VAT" placeholder:"NUMBER" help:"Its VAT number, for invoices and mails."`
	SellerEmail   string   `aliases:"house-email" env:"NAMEYARD_SELLER_EMAIL,NAMEYARD_HOUSE_EMAIL" placeholder:"ADDRESS" help:"Its e-mail address, for invoices; the panel names it where resellers must ask."`

	PaymentText   []string `env:"NAMEYARD_PAYMENT_TEXT" placeholder:"LINE" sep:"\n" help:"How resellers pay credit in, as the panel shows it: plain text; once for each line."`
	PaymentIBAN   string   `name:"payment-iban" placeholder:"IBAN" help:"Bank account that resellers pay credit in euros to; the panel makes a QR code of it for banking apps."`
	PaymentBIC    string   `name:"payment-bic" placeholder:"BIC" help:"Its bank, where banks ask for that."`
	PaymentHolder string   `placeholder:"NAME" help:"Whose account it is, as the bank knows it; the seller's name if not given."`
	PaymentTextSv []string `env:"NAMEYARD_PAYMENT_TEXT_SV" placeholder:"LINE" sep:"\n" help:"The same for those who read Swedish; without it they are shown the other."`
}

func (f sellerFlags) seller() reseller.Seller {
	return reseller.Seller{Name: f.SellerName, Address: f.SellerAddress, VATNumber: f.SellerVAT, Email: f.SellerEmail}
}

// payment is the text about paying in, by the language of who reads it.
func (f sellerFlags) payment() map[string]string {
	return map[string]string{"en": strings.Join(f.PaymentText, "\n"), "sv": strings.Join(f.PaymentTextSv, "\n")}
}

// bank is the account that is paid to.
func (f sellerFlags) bank() (reseller.BankAccount, error) {
	if f.PaymentIBAN == "" {
		if f.PaymentBIC != "" {
			return reseller.BankAccount{}, wrongUsage("--payment-bic says whose bank an account is at, and there is none: give --payment-iban, too")
		}
		return reseller.BankAccount{}, nil
	}
	b, ok := reseller.BankAccount{Holder: cmp.Or(f.PaymentHolder, f.SellerName)}, false
	if b.IBAN, ok = reseller.ParseIBAN(f.PaymentIBAN); !ok {
		return b, wrongUsage("--payment-iban is %q, which is no IBAN: its check digits do not fit, or it is mistyped", f.PaymentIBAN)
	}
	if f.PaymentBIC != "" {
		if b.BIC, ok = reseller.ParseBIC(f.PaymentBIC); !ok {
			return b, wrongUsage("--payment-bic is %q, it must be 8 or 11 letters and digits", f.PaymentBIC)
		}
	}
	if utf8.RuneCountInString(b.Holder) > reseller.MaxHolder {
		return b, wrongUsage("the holder of the bank account has more than %d characters: shorten it with --payment-holder", reseller.MaxHolder)
	}
	return b, nil
}

// needed refuses to write to customers in nobody's name.
func (f sellerFlags) needed() error {
	if f.SellerName == "" {
		return refused("no seller is named, and invoices and mails need one: name your business with --seller-name (or NAMEYARD_SELLER_NAME, or \"seller-name\" in the settings file)")
	}
	return nil
}
