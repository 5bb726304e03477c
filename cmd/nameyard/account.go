package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"nameyard/reseller"
)

type accountCmd struct {
	Add     accountAddCmd  `cmd:"" help:"Make an account."`
	Set     accountSetCmd  `cmd:"" help:"Change an account."`
	List    accountListCmd `cmd:"" help:"List the accounts."`
	Show    accountShowCmd `cmd:"" help:"Show one account with its credit."`
	Disable accountOffCmd  `cmd:"" help:"Refuse all requests of an account; its names stay."`
	Enable  accountOnCmd   `cmd:"" help:"Let a disabled account in again."`
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
	Disabled       bool              `json:"disabled"`
	DefaultContact *reseller.Contact `json:"default_contact"`
	CreatedAt      time.Time         `json:"created_at"`
	Available      string            `json:"available,omitempty"`
	Held           string            `json:"held,omitempty"`
}

func viewAccount(a reseller.Account) accountView {
	v := accountView{
		ID: a.ID, Email: a.Email, Name: a.Name, Currency: a.Currency, TaxRate: percent(a.TaxRatePPM), Language: a.Language,
		Disabled: a.Disabled, DefaultContact: a.DefaultContact, CreatedAt: a.CreatedAt, ReplayWindow: "default",
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
	Contact      []string `env:"NAMEYARD_ACCOUNT_CONTACT" sep:"none" placeholder:"FIELD=VALUE" help:"A field of the default contact (first_name, last_name, company, address1, address2, city, state, postcode, country, phone, email); repeat it for each."`
}

// apply sets what was given.
func (f accountFlags) apply(a *reseller.Account) error {
	if f.TaxRate != nil {
		rate, err := parsePercent(*f.TaxRate)
		if err != nil {
			return err
		}
		a.TaxRatePPM = rate
	}
	if f.ReplayWindow != nil {
		a.ReplayWindow = f.ReplayWindow.duration().Truncate(time.Second)
	}
	if f.Language != nil {
		a.Language = *f.Language
	}
	if len(f.Contact) == 0 {
		return nil
	}
	contact, err := parseContact(a.DefaultContact, f.Contact)
	if err != nil {
		return err
	}
	a.DefaultContact = contact
	return nil
}

// parseContact lays FIELD=VALUE pairs over a contact and checks the whole.
func parseContact(base *reseller.Contact, pairs []string) (*reseller.Contact, error) {
	given := map[string]string{}
	for _, pair := range pairs {
		field, value, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, wrongUsage("--contact %q must be FIELD=VALUE, for example city=Uppsala", pair)
		}
		given[field] = value
	}
	body, err := json.Marshal(given)
	if err != nil {
		return nil, fmt.Errorf("read the contact: %w", err)
	}
	var contact reseller.Contact
	if base != nil {
		contact = *base
	}
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&contact); err != nil {
		return nil, wrongUsage("--contact: %s; see --help for the fields", strings.TrimPrefix(err.Error(), "json: "))
	}
	contact, err = reseller.CheckContact(contact, reseller.RoleRegistrant)
	return &contact, err
}

type accountAddCmd struct {
	Email    string `arg:"" help:"E-mail address: the public half of its credentials."`
	Name     string `required:"" help:"Name of the reseller."`
	Currency string `required:"" help:"ISO 4217 currency, for good: the account buys in this one only."`
	accountFlags
}

// Run makes an account and prints its id.
func (c *accountAddCmd) Run(ctx context.Context, p *program) error {
	email, err := accountEmail(c.Email)
	if err != nil {
		return err
	}
	a := reseller.Account{Email: email, Name: strings.TrimSpace(c.Name), Currency: c.Currency, Language: "en"}
	switch {
	case !reseller.ValidCurrency(c.Currency):
		return wrongUsage("--currency is %q, it must be three capital letters of ISO 4217, for example USD", c.Currency)
	case a.Name == "":
		return wrongUsage("--name is empty")
	}
	if err := c.apply(&a); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *database) error {
		made, err := d.Store.AddAccount(ctx, a, reseller.Operator)
		if errors.Is(err, reseller.ErrDuplicate) {
			return refused("there is an account %s already; change it with \"nameyard account set\"", email)
		}
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
}

// Run changes what was given and leaves the rest.
func (c *accountSetCmd) Run(ctx context.Context, p *program) error {
	return p.changeAccount(ctx, c.Email, "set", func(a *reseller.Account) error {
		if c.Name != nil {
			if a.Name = strings.TrimSpace(*c.Name); a.Name == "" {
				return wrongUsage("--name is empty")
			}
		}
		if c.ClearContact {
			a.DefaultContact = nil
		}
		return c.apply(a)
	})
}

// changeAccount reads an account, changes it and writes it back.
func (p *program) changeAccount(ctx context.Context, email, what string, change func(*reseller.Account) error) error {
	return p.withDatabase(ctx, func(d *database) error {
		a, err := d.account(ctx, email)
		if err != nil {
			return err
		}
		if err := change(&a); err != nil {
			return err
		}
		if err := d.Store.SaveAccount(ctx, a, reseller.Operator, what); err != nil {
			return err
		}
		return printAccount(p.out, viewAccount(a))
	})
}

type accountOffCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run disables an account.
func (c *accountOffCmd) Run(ctx context.Context, p *program) error {
	return p.changeAccount(ctx, c.Email, "disable", func(a *reseller.Account) error { a.Disabled = true; return nil })
}

type accountOnCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run enables an account.
func (c *accountOnCmd) Run(ctx context.Context, p *program) error {
	return p.changeAccount(ctx, c.Email, "enable", func(a *reseller.Account) error { a.Disabled = false; return nil })
}

type accountListCmd struct{}

// Run lists the accounts.
func (c *accountListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		accounts, err := d.Store.Accounts(ctx)
		if err != nil {
			return err
		}
		views := make([]accountView, len(accounts))
		for i, a := range accounts {
			views[i] = viewAccount(a)
		}
		return table(p.out, views, "ID EMAIL NAME CURRENCY TAX% DISABLED", func(v accountView) []any {
			return []any{v.ID, v.Email, v.Name, v.Currency, v.TaxRate, v.Disabled}
		})
	})
}

type accountShowCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run shows one account.
func (c *accountShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		a, err := d.account(ctx, c.Email)
		if err != nil {
			return err
		}
		b, err := d.Store.Balance(ctx, a.ID)
		if err != nil {
			return err
		}
		v := viewAccount(a)
		v.Available, v.Held = amount(b.Available, b.Currency), amount(b.Held, b.Currency)
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
		"language", v.Language, "disabled", v.Disabled, "default contact", contact, "made", v.CreatedAt,
	}
	if v.Available != "" {
		pairs = append(pairs, "available", v.Available+" "+v.Currency, "held", v.Held+" "+v.Currency)
	}
	return fields(o, v, pairs...)
}
