package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type accountCmd struct {
	Add     accountAddCmd     `cmd:"" changes:"" help:"Make an account."`
	Set     accountSetCmd     `cmd:"" changes:"" help:"Change an account."`
	List    accountListCmd    `cmd:"" help:"List accounts, newest first."`
	Show    accountShowCmd    `cmd:"" help:"Show one account with its credit."`
	Disable accountOffCmd     `cmd:"" changes:"" help:"Refuse all requests of an account and nothing else: its names stay and are renewed from its credit."`
	Notices accountNoticesCmd `cmd:"" changes:"" help:"Show how an account hears of each kind of notices, or change it: at once, in the daily mail, or not at all."`
	Rename  accountNameCmd    `cmd:"" changes:"" help:"Give an account another e-mail address: it signs in with it and gets its mails there."`
	Close   accountCloseCmd   `cmd:"" changes:"" help:"Close an account in which nothing is left, for good; its books stay."`
	Reopen  accountOpenCmd    `cmd:"" changes:"" help:"Open a closed account again."`
	Enable  accountOnCmd      `cmd:"" changes:"" help:"Let a disabled account in again."`
}

// accountView is an account as it is printed.
type accountView struct {
	ID             int64             `json:"id"`
	Email          string            `json:"email"`
	Name           string            `json:"name"`
	Currency       string            `json:"currency"`
	TaxRate        string            `json:"tax_rate"` // per cent
	ReplayWindow   string            `json:"replay_window"`
	Language       string            `json:"language"`
	PriceGroup     string            `json:"price_group,omitempty"`
	Disabled       bool              `json:"disabled"`
	DisabledReason string            `json:"disabled_reason,omitempty"`
	VATNumber      string            `json:"vat_number,omitempty"`
	BillingAddress string            `json:"billing_address,omitempty"` // lines
	SpendCap       *string           `json:"spend_cap"`                 // null = none
	CreditFloor    *string           `json:"credit_floor"`              // null = none
	DefaultContact *reseller.Contact `json:"default_contact"`
	CreatedAt      time.Time         `json:"created_at"`
	ClosedAt       *time.Time        `json:"closed_at"`
	Available      string            `json:"available,omitempty"`
	Held           string            `json:"held,omitempty"`
	SpentToday     string            `json:"spent_today,omitempty"`
}

func viewAccount(a reseller.Account) accountView {
	v := accountView{
		ID: a.ID, Email: a.Email, Name: a.Name, Currency: a.Currency, TaxRate: reseller.Percent(a.TaxRatePPM), Language: a.Language,
		PriceGroup: a.PriceGroup, Disabled: a.Disabled, DefaultContact: a.DefaultContact, CreatedAt: a.CreatedAt, ClosedAt: optional(a.ClosedAt), ReplayWindow: "default",
		DisabledReason: a.DisabledReason, VATNumber: a.VATNumber, BillingAddress: a.BillingAddress,
		SpendCap: optionalAmount(a.SpendCap, a.Currency), CreditFloor: optionalAmount(a.CreditFloor, a.Currency),
	}
	if a.ReplayWindow > 0 {
		v.ReplayWindow = span(a.ReplayWindow).String()
	}
	return v
}

// accountFlags are what can be set of an account. Their environment twins begin with NAMEYARD_ACCOUNT, so that settings of
// a server do not change accounts.
type accountFlags struct {
	TaxRate      *string  `env:"NAMEYARD_ACCOUNT_TAX_RATE" placeholder:"PERCENT" help:"Tax that is added to each line, for example 25 or 8.1."`
	ReplayWindow *span    `env:"NAMEYARD_ACCOUNT_REPLAY_WINDOW" placeholder:"10m" help:"In which an equal renewal counts as a repeat; 0m is the server's own."`
	Language     *string  `env:"NAMEYARD_ACCOUNT_LANGUAGE" enum:"en,sv" help:"Language of notices: en or sv."`
	SpendCap     *string  `env:"NAMEYARD_ACCOUNT_SPEND_CAP" placeholder:"AMOUNT" help:"The most that its tokens and people may spend on a UTC day, tax included, in its currency; none for no cap."`
	CreditFloor  *string  `env:"NAMEYARD_ACCOUNT_CREDIT_FLOOR" placeholder:"AMOUNT" help:"It is told when its available credit falls below this, in its currency; none for never."`
	PriceGroup   *string  `env:"NAMEYARD_ACCOUNT_PRICE_GROUP" placeholder:"NAME" help:"Price group whose prices it pays where it has none of its own; none takes it out of its group."`
	VATNumber    *string  `name:"vat-number" env:"NAMEYARD_ACCOUNT_VAT_NUMBER" placeholder:"NUMBER" help:"Its VAT number, for its invoices; empty takes it away."`
	Address      []string `name:"billing-address" env:"NAMEYARD_ACCOUNT_BILLING_ADDRESS" sep:"none" placeholder:"LINE" help:"Its address, for its invoices; once for each line."`
	Contact      []string `env:"NAMEYARD_ACCOUNT_CONTACT" sep:"none" placeholder:"FIELD=VALUE" help:"A field of the default contact (first_name, last_name, company, address1, address2, city, state, postcode, country, phone, email); repeat it for each."`
}

// settings reads the flags.
func (f accountFlags) settings() (operator.AccountSettings, error) {
	s := operator.AccountSettings{Language: f.Language, PriceGroup: f.PriceGroup, SpendCap: f.SpendCap, CreditFloor: f.CreditFloor, VATNumber: f.VATNumber}
	if len(f.Address) > 0 {
		lines := strings.Join(f.Address, "\n")
		s.Address = &lines
	}
	if f.TaxRate != nil {
		rate, err := parsePercent(*f.TaxRate)
		if err != nil {
			return s, err
		}
		s.TaxRatePPM = &rate
	}
	if f.ReplayWindow != nil {
		window := f.ReplayWindow.duration()
		s.ReplayWindow = &window
	}
	for _, pair := range f.Contact {
		field, value, ok := strings.Cut(pair, "=")
		if !ok {
			return s, wrongUsage("--contact %q must be FIELD=VALUE, for example city=Uppsala", pair)
		}
		if s.Contact == nil {
			s.Contact = map[string]string{}
		}
		s.Contact[field] = value
	}
	return s, nil
}

type accountAddCmd struct {
	Email    string `arg:"" help:"E-mail address: the public half of its credentials."`
	Name     string `required:"" help:"Name of the reseller."`
	Currency string `required:"" help:"ISO 4217 currency, for good: the account buys in this one only."`
	accountFlags
}

// Run makes an account and prints its id.
func (c *accountAddCmd) Run(ctx context.Context, p *program) error {
	settings, err := c.settings()
	if err != nil {
		return err
	}
	n := operator.NewAccount{Email: c.Email, Name: c.Name, Currency: c.Currency, AccountSettings: settings}
	if err := n.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		made, err := operator.Accounts{Store: d.Store}.Add(ctx, n)
		if err != nil {
			return err
		}
		return p.out.say(viewAccount(made), "account %d: %s, %s, in %s", made.ID, made.Email, made.Name, made.Currency)
	})
}

type accountSetCmd struct {
	Email        string  `arg:"" help:"E-mail address of the account."`
	Name         *string `env:"NAMEYARD_ACCOUNT_NAME" help:"Name of the reseller."`
	ClearContact bool    `env:"NAMEYARD_ACCOUNT_CLEAR_CONTACT" help:"Take the default contact away."`
	accountFlags
	dryRun
}

// Run changes what was given and leaves the rest.
func (c *accountSetCmd) Run(ctx context.Context, p *program) error {
	settings, err := c.settings()
	if err != nil {
		return err
	}
	settings.ClearContact = c.ClearContact
	return p.changeAccount(ctx, func(u operator.Accounts) (reseller.Account, error) {
		return u.Change(ctx, c.Email, operator.AccountChange{Name: c.Name, AccountSettings: settings})
	})
}

// changeAccount changes an account and prints it.
func (p *program) changeAccount(ctx context.Context, change func(operator.Accounts) (reseller.Account, error)) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		a, err := change(operator.Accounts{Store: d.Store})
		if err != nil {
			return err
		}
		return printAccount(p.out, viewAccount(a))
	})
}

type accountNameCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
	To    string `arg:"" help:"The new one."`
}

// Run renames an account.
func (c *accountNameCmd) Run(ctx context.Context, p *program) error {
	return p.changeAccount(ctx, func(u operator.Accounts) (reseller.Account, error) { return u.Rename(ctx, c.Email, c.To) })
}

type accountOnCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run enables an account.
func (c *accountOnCmd) Run(ctx context.Context, p *program) error {
	return p.changeAccount(ctx, func(u operator.Accounts) (reseller.Account, error) { return u.Enable(ctx, c.Email) })
}

type accountListCmd struct {
	Name  string `env:"NAMEYARD_LIST_NAME" placeholder:"TEXT" help:"Only those with this in the e-mail address or the name."`
	State string `env:"NAMEYARD_LIST_STATE" help:"Only those that are enabled, disabled or closed."`
	timeFlags
	pageFlags
}

// Run lists accounts.
func (c *accountListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		choice := reseller.AccountChoice{Name: c.Name, State: reseller.AccountState(c.State), Made: c.between()}
		return listing[reseller.Account]{
			get: func(page reseller.Page) ([]reseller.Account, error) {
				choice.Page = page
				return operator.Accounts{Store: d.Store}.Choose(ctx, choice)
			},
			id: func(a reseller.Account) int64 { return a.ID }, view: func(a reseller.Account) any { return viewAccount(a) },
			columns: "ID EMAIL NAME CURRENCY TAX% DISABLED CLOSED",
			row: func(a reseller.Account) []any {
				v := viewAccount(a)
				return []any{v.ID, v.Email, v.Name, v.Currency, v.TaxRate, v.Disabled, v.ClosedAt}
			},
		}.print(p, c.pageFlags)
	})
}

type accountShowCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run shows one account.
func (c *accountShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		b, err := operator.Credit{Store: d.Store}.Of(ctx, c.Email)
		if err != nil {
			return err
		}
		v := viewAccount(b.Account)
		v.Available, v.Held, v.SpentToday = amount(b.Available, b.Currency), amount(b.Held, b.Currency), amount(b.SpentToday, b.Currency)
		return printAccount(p.out, v)
	})
}

func printAccount(o output, v accountView) error {
	contact := ""
	if c := v.DefaultContact; c != nil {
		contact = fmt.Sprintf("%s, %s, %s", c.Name(), c.City, c.Email)
	}
	pairs := []any{
		"id", v.ID, "email", v.Email, "name", v.Name, "currency", v.Currency, "tax rate", v.TaxRate + " %", "replay window", v.ReplayWindow,
		"language", v.Language, "disabled", v.Disabled, "spend cap", orNone(v.SpendCap, v.Currency), "credit floor", orNone(v.CreditFloor, v.Currency), "default contact", contact, "made", v.CreatedAt,
	}
	for _, known := range [][2]string{
		{"price group", v.PriceGroup}, {"disabled because", v.DisabledReason}, {"VAT number", v.VATNumber}, {"billing address", strings.ReplaceAll(v.BillingAddress, "\n", ", ")},
	} {
		if known[1] != "" {
			pairs = append(pairs, known[0], known[1])
		}
	}
	if v.ClosedAt != nil {
		pairs = append(pairs, "closed", v.ClosedAt)
	}
	if v.Available != "" {
		pairs = append(pairs, "available", v.Available+" "+v.Currency, "held", v.Held+" "+v.Currency, "spent today", v.SpentToday+" "+v.Currency)
	}
	return fields(o, v, pairs...)
}
