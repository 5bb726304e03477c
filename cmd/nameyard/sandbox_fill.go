package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

type sandboxFillCmd struct {
	N         int            `arg:"" help:"How many names."`
	Account   string         `default:"test@exampledomain.com" placeholder:"EMAIL" help:"Account that gets them (${default})."`
	Seed      uint64         `default:"1" help:"Other names and dates come from another seed (${default})."`
	AutoRenew int            `default:"80" placeholder:"PERCENT" help:"Share of names with auto-renew on (${default})."`
	Due       int            `default:"-1" placeholder:"COUNT" help:"So many names, with auto-renew on, are inside the renewal window, and no others; without it, expiries are spread evenly over the year."`
	TLD       map[string]int `placeholder:"TLD=SHARE" help:"Shares of TLDs, for example com=60;se=40 (com=55;net=10;org=10;se=20;nu=5)."`
	rulesFlags
}

// fillBatch is how many names are written in one transaction.
const fillBatch = 1000

// filled is what a fill did, as it is printed.
type filled struct {
	Account string  `json:"account"`
	Names   int     `json:"names"`
	Already int     `json:"already_there"` // by an earlier run that was interrupted
	Cost    string  `json:"cost"`          // what the names cost; deposited and spent
	Seconds float64 `json:"seconds"`
}

// Run fills the sandbox.
func (c *sandboxFillCmd) Run(ctx context.Context, p *program) error {
	if len(c.TLD) == 0 {
		c.TLD = map[string]int{"com": 55, "net": 10, "org": 10, "se": 20, "nu": 5}
	}
	switch {
	case c.N < 1 || c.N > 100_000_000:
		return wrongUsage("the number of names is %d, it must be 1 to 100,000,000", c.N)
	case c.AutoRenew < 0 || c.AutoRenew > 100:
		return wrongUsage("--auto-renew is %d, it must be per cent from 0 to 100", c.AutoRenew)
	case c.Due < -1 || c.Due > c.N:
		return wrongUsage("--due is %d, it must be 0 to the number of names", c.Due)
	}
	return p.withSandbox(ctx, c.rulesFlags, func(d *database, r *sandbox.Registry) error {
		f, err := c.prepare(ctx, d)
		if err != nil {
			return err
		}
		begun := d.Clock.Wall()
		err = f.run(ctx, d.Store, r, func(done int) { p.progress(fmt.Sprintf("%d of %d names", done, c.N)) })
		p.progress("")
		if err != nil {
			return err
		}
		took := d.Clock.Wall().Sub(begun)
		result := filled{f.account.Email, c.N - f.already, f.already, amount(f.cost, f.account.Currency), took.Seconds()}
		return p.out.say(result, "%s has %d more names (%d were there already), which cost %s %s; it took %s",
			result.Account, result.Names, result.Already, result.Cost, f.account.Currency, took.Round(time.Millisecond))
	})
}

// prepare looks up account, rules and prices.
func (c *sandboxFillCmd) prepare(ctx context.Context, d *database) (*fill, error) {
	rules, err := c.rules()
	if err != nil {
		return nil, err
	}
	f := &fill{sandboxFillCmd: c, today: d.Clock.Now().Truncate(24 * time.Hour)}
	if f.account, err = d.account(ctx, c.Account); err != nil {
		return nil, err
	}
	for name, share := range c.TLD {
		tld, err := rules.Lookup(name)
		if err != nil {
			return nil, wrongUsage("--tld: %s", reseller.AsError(err).Words)
		}
		if share < 1 || share > 1_000_000 {
			return nil, wrongUsage("--tld: the share of %s is %d, it must be 1 to 1,000,000", name, share)
		}
		price, err := d.Store.Price(ctx, name, f.account.Currency, reseller.OpRegister, 1)
		if errors.Is(err, reseller.ErrNotFound) {
			return nil, refused("there is no price for a year of .%s in %s; set one with \"nameyard price set\" or choose other TLDs with --tld", name, f.account.Currency)
		}
		if err != nil {
			return nil, err
		}
		charge, err := reseller.ChargeOf(price, f.account.TaxRatePPM)
		if err != nil {
			return nil, err
		}
		f.mix = append(f.mix, offer{tld, charge, price.Cost, share})
		f.shares += share
		f.window = max(f.window, reseller.Days(tld.RenewWindowDays))
	}
	slices.SortFunc(f.mix, func(a, b offer) int { return strings.Compare(a.Name, b.Name) })
	return f, nil
}

// offer is a TLD in the mix, with what a year of it costs the account.
type offer struct {
	reseller.TLD
	charge reseller.Charge
	limit  int64
	share  int
}

// fill makes names up, oldest first, so that ledger and invoices run on in time. Everything about a name follows from the
// seed, its number and the day, so that the same command takes up an interrupted one on the same day.
type fill struct {
	*sandboxFillCmd
	account reseller.Account
	mix     []offer
	shares  int
	window  time.Duration // the widest renewal window in the mix
	today   time.Time     // business time, midnight

	already int
	cost    int64
}

// run writes batch after batch. A batch is first in the registry and then in the books, as with orders.
func (f *fill) run(ctx context.Context, s *store.Store, r *sandbox.Registry, told func(done int)) error {
	for from := 0; from < f.N; from += fillBatch {
		if ctx.Err() != nil {
			return refused("interrupted after %d of %d names; the same command on the same day goes on from there", from, f.N)
		}
		to := min(from+fillBatch, f.N)
		if err := f.batch(context.WithoutCancel(ctx), s, r, from, to); err != nil {
			return err
		}
		told(to)
	}
	return nil
}

func (f *fill) batch(ctx context.Context, s *store.Store, r *sandbox.Registry, from, to int) error {
	bought, earlier := make([]store.Bought, 0, to-from), make([]sandbox.Earlier, 0, to-from)
	for n := from; n < to; n++ {
		b, err := f.name(n)
		if err != nil {
			return err
		}
		bought = append(bought, b)
		earlier = append(earlier, sandbox.Earlier{At: b.Order.SentAt, Create: createOf(b)})
	}
	there, err := r.Populate(ctx, earlier)
	if err != nil {
		return err
	}
	ref := fmt.Sprintf("fill %d from %d", f.Seed, from)
	err = s.AddHistory(ctx, f.account, ref, bought)
	switch {
	case errors.Is(err, reseller.ErrDuplicate) && !there:
		f.already += to - from
		return nil
	case err != nil:
		return fmt.Errorf("%w; another --seed makes other names", err)
	}
	for _, b := range bought {
		f.cost += b.Order.Charge.Total()
	}
	return nil
}

// createOf is the command by which the registry was asked for a name.
func createOf(b store.Bought) registry.Create {
	return registry.Create{
		ClTRID: b.Order.ClTRID(), Name: b.Domain.Name, Years: b.Order.Desired.Years, Nameservers: b.Domain.Nameservers,
		Contacts: b.Domain.Contacts, Fields: b.Domain.Fields, Privacy: b.Domain.Privacy, Lock: b.Domain.Locked,
	}
}

// name makes up the n-th name with its history.
func (f *fill) name(n int) (store.Bought, error) {
	dice := rand.New(rand.NewPCG(f.Seed, uint64(n))) //nolint:gosec // made-up names need no secrecy
	offer := f.pick(dice)
	name, err := reseller.ParseName(f.label(dice, n), offer.Name)
	if err != nil {
		return store.Bought{}, err
	}
	at := f.registered(dice, n)
	made := madeUp(dice, name)
	fields := map[string]string{}
	for _, field := range offer.Fields {
		if field.Required && field.Check == "se_id" {
			fields[field.Key] = made.idNumber
		}
	}
	domain := reseller.Domain{
		AccountID: f.account.ID, Name: name, State: reseller.DomainActive, Version: 2, RegisteredAt: at,
		RegistryExpiry: reseller.AddYears(at, 1), PaidThrough: reseller.AddYears(at, 1), Nameservers: made.nameservers,
		Contacts: reseller.Contacts{reseller.RoleRegistrant: made.contact}, Fields: fields, Locked: offer.Lock,
		AutoRenew:     dice.IntN(100) < f.AutoRenew || n < f.Due,
		DNSManagement: true, CreatedAt: at,
	}
	order := reseller.Order{
		AccountID: f.account.ID, Kind: reseller.OrderRegister, Name: name, State: reseller.OrderDone,
		Desired: reseller.Desired{
			Years: 1, Nameservers: domain.Nameservers, Contacts: domain.Contacts, Fields: fields, AutoRenew: domain.AutoRenew, DNSManagement: true,
		},
		Charge: offer.charge, CostLimit: offer.limit, ClTRIDBase: trBase(f.Seed, n), Attempt: 1, Answer: reseller.AnsweredFinal,
		CreatedAt: at, SentAt: at, EndedAt: at,
	}
	return store.Bought{Domain: domain, Order: order}, nil
}

// registered says when the n-th name was registered. Times grow with n; those of the first Due names make them expire
// inside the renewal window, those of the others, if Due is given, behind it.
func (f *fill) registered(dice *rand.Rand, n int) time.Time {
	year := f.today.Sub(reseller.AddYears(f.today, -1)) - 48*time.Hour
	begin, count := f.today.Add(-year), f.N
	switch {
	case f.Due >= 0 && n < f.Due:
		year, count = f.window-72*time.Hour, f.Due
	case f.Due >= 0:
		begin, year = begin.Add(f.window), year-f.window
		n, count = n-f.Due, f.N-f.Due
	}
	slot := float64(year) / float64(count)
	return begin.Add(time.Duration((float64(n) + dice.Float64()) * slot)).Truncate(time.Microsecond)
}

// pick draws a TLD by its share.
func (f *fill) pick(dice *rand.Rand) offer {
	at := dice.IntN(f.shares)
	for _, o := range f.mix {
		if at -= o.share; at < 0 {
			return o
		}
	}
	return f.mix[0]
}
