package demo

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

// Fill asks for made-up names, with their orders, invoices and registrations.
type Fill struct {
	Names     int
	Account   reseller.Account // that gets them
	Seed      uint64           // other names and dates come from another one
	AutoRenew int              // per cent of the names have auto-renew on
	Due       int              // so many names, with auto-renew on, are inside the renewal window, and no others; -1 = expiries are spread evenly over the year
	TLDs      map[string]int   // shares of TLDs; nil = com 55, net 10, org 10, se 20, nu 5
}

// The parts of a Fill that errors name.
const (
	PathNames     reseller.Path = "fill.names"
	PathAutoRenew reseller.Path = "fill.auto_renew"
	PathDue       reseller.Path = "fill.due"
	PathTLDs      reseller.Path = "fill.tlds"
)

// HintSetPrices is how a price comes into the list.
const HintSetPrices reseller.Hint = "Prices.Set"

// Filled is what a Fill did.
type Filled struct {
	Names   int           // that were added
	Already int           // that were there, by an earlier run that was interrupted
	Cost    int64         // of the names in minor units of the account's currency; deposited and spent
	Took    time.Duration // wall time
}

// fillBatch is how many names are written in one transaction.
const fillBatch = 1000

// Filler makes names up in a sandbox.
type Filler struct {
	Store    *store.Store
	Clock    reseller.Clock
	Registry *sandbox.Registry
	Rules    reseller.TLDs
	Told     func(names int) // hears how far it is; nil = nobody wants to know
}

// Run makes names up and writes them. The same Fill on the same day takes up one that was interrupted.
func (u Filler) Run(ctx context.Context, c Fill) (Filled, error) {
	if len(c.TLDs) == 0 {
		c.TLDs = map[string]int{"com": 55, "net": 10, "org": 10, "se": 20, "nu": 5}
	}
	f, err := u.prepare(ctx, c)
	if err != nil {
		return Filled{}, err
	}
	begun := u.Clock.Wall()
	if err := f.run(ctx); err != nil {
		return Filled{}, err
	}
	return Filled{c.Names - f.already, f.already, f.cost, u.Clock.Wall().Sub(begun)}, nil
}

// prepare checks the request and looks up rules and prices.
func (u Filler) prepare(ctx context.Context, c Fill) (*filling, error) {
	switch {
	case c.Names < 1 || c.Names > 100_000_000:
		return nil, reseller.Invalid(PathNames, "the number of names is %d, it must be 1 to 100,000,000", c.Names)
	case c.AutoRenew < 0 || c.AutoRenew > 100:
		return nil, reseller.Invalid(PathAutoRenew, "%s is %d, it must be per cent from 0 to 100", PathAutoRenew, c.AutoRenew)
	case c.Due < -1 || c.Due > c.Names:
		return nil, reseller.Invalid(PathDue, "%s is %d, it must be 0 to the number of names", PathDue, c.Due)
	}
	f := &filling{Filler: u, Fill: c, today: u.Clock.Now().Truncate(24 * time.Hour)}
	for name, share := range c.TLDs {
		o, err := u.offer(ctx, c.Account, name, share)
		if err != nil {
			return nil, err
		}
		f.mix = append(f.mix, o)
		f.shares += share
		f.window = max(f.window, reseller.Days(o.RenewWindowDays))
	}
	slices.SortFunc(f.mix, func(a, b offer) int { return strings.Compare(a.Name, b.Name) })
	return f, nil
}

// offer looks up what a year of a TLD costs the account.
func (u Filler) offer(ctx context.Context, account reseller.Account, name string, share int) (offer, error) {
	tld, err := u.Rules.Lookup(name)
	if err != nil {
		return offer{}, reseller.Invalid(PathTLDs, "%s: %s", PathTLDs, reseller.Inner(err))
	}
	if share < 1 || share > 1_000_000 {
		return offer{}, reseller.Invalid(PathTLDs, "%s: the share of %s is %d, it must be 1 to 1,000,000", PathTLDs, name, share)
	}
	price, err := u.Store.Price(ctx, account, name, reseller.OpRegister, 1)
	if errors.Is(err, reseller.ErrNotFound) {
		return offer{}, reseller.Errorf(reseller.KindConflict, reseller.CodeNoPrice,
			"there is no price for a year of .%s in %s; set one with %s or choose other TLDs with %s", name, account.Currency, HintSetPrices, PathTLDs)
	}
	if err != nil {
		return offer{}, err
	}
	charge, err := reseller.ChargeOf(price.Price, account.TaxRatePPM)
	return offer{tld, charge, price.Cost, share}, err
}

// offer is a TLD in the mix, with what a year of it costs the account.
type offer struct {
	reseller.TLD
	charge reseller.Charge
	limit  int64
	share  int
}

// filling makes names up, oldest first, so that ledger and invoices run on in time. Everything about a name follows from the
// seed, its number and the day, so that the same request takes up an interrupted one on the same day.
type filling struct {
	Filler
	Fill
	mix    []offer
	shares int
	window time.Duration // the widest renewal window in the mix
	today  time.Time     // business time, midnight

	already int
	cost    int64
}

// run writes batch after batch. A batch is first in the registry and then in the books, as with orders.
func (f *filling) run(ctx context.Context) error {
	for from := 0; from < f.Names; from += fillBatch {
		if ctx.Err() != nil {
			return refused("interrupted after %d of %d names; the same command on the same day goes on from there", from, f.Names)
		}
		to := min(from+fillBatch, f.Names)
		if err := f.batch(context.WithoutCancel(ctx), from, to); err != nil {
			return err
		}
		if f.Told != nil {
			f.Told(to)
		}
	}
	return nil
}

func (f *filling) batch(ctx context.Context, from, to int) error {
	bought, earlier := make([]store.Bought, 0, to-from), make([]sandbox.Earlier, 0, to-from)
	for n := from; n < to; n++ {
		b, err := f.name(n)
		if err != nil {
			return err
		}
		bought = append(bought, b)
		earlier = append(earlier, sandbox.Earlier{At: b.Order.SentAt, Create: createOf(b)})
	}
	there, err := f.Registry.Populate(ctx, earlier)
	if err != nil {
		return err
	}
	ref := fmt.Sprintf("fill %d from %d", f.Seed, from)
	err = f.Store.AddHistory(ctx, f.Account, ref, bought)
	switch {
	case errors.Is(err, reseller.ErrDuplicate) && !there:
		f.already += to - from
		return nil
	case err != nil:
		return fmt.Errorf("%w; another seed makes other names", err)
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
func (f *filling) name(n int) (store.Bought, error) {
	dice := rand.New(rand.NewPCG(f.Seed, uint64(n))) // made-up names need no secrecy
	offer := f.pick(dice)
	name, err := reseller.ParseName(f.label(dice, n), offer.Name)
	if err != nil {
		return store.Bought{}, err
	}
	at := f.registered(dice, n)
	made := madeUp(dice, name)
	fields := made.fields(offer.TLD)
	domain := reseller.Domain{
		AccountID: f.Account.ID, Name: name, State: reseller.DomainActive, Version: 2, RegisteredAt: at,
		RegistryExpiry: reseller.AddYears(at, 1), PaidThrough: reseller.AddYears(at, 1), Nameservers: made.nameservers,
		Contacts: reseller.Contacts{reseller.RoleRegistrant: made.contact}, Fields: fields, Locked: offer.Lock,
		AutoRenew:     dice.IntN(100) < f.AutoRenew || n < f.Due,
		DNSManagement: true, CreatedAt: at, Connector: offer.TLD.Connector,
	}
	order := reseller.Order{
		AccountID: f.Account.ID, Kind: reseller.OrderRegister, Name: name, State: reseller.OrderDone,
		Desired: reseller.Desired{
			Years: 1, Nameservers: domain.Nameservers, Contacts: domain.Contacts, Fields: fields, AutoRenew: domain.AutoRenew, DNSManagement: true,
		},
		Charge: offer.charge, CostLimit: offer.limit, ClTRIDBase: clTRIDBase(f.Seed, n), Attempt: 1, Answer: reseller.AnsweredFinal,
		CreatedAt: at, SentAt: at, EndedAt: at,
	}
	return store.Bought{Domain: domain, Order: order}, nil
}

// registered says when the n-th name was registered. Times grow with n; those of the first Due names make them expire
// inside the renewal window, those of the others, if Due is given, behind it.
func (f *filling) registered(dice *rand.Rand, n int) time.Time {
	year := f.today.Sub(reseller.AddYears(f.today, -1)) - 48*time.Hour
	begin, count := f.today.Add(-year), f.Names
	switch {
	case f.Due >= 0 && n < f.Due:
		year, count = f.window-72*time.Hour, f.Due
	case f.Due >= 0:
		begin, year = begin.Add(f.window), year-f.window
		n, count = n-f.Due, f.Names-f.Due
	}
	slot := float64(year) / float64(count)
	return begin.Add(time.Duration((float64(n) + dice.Float64()) * slot)).Truncate(time.Microsecond)
}

// pick draws a TLD by its share.
func (f *filling) pick(dice *rand.Rand) offer {
	at := dice.IntN(f.shares)
	for _, o := range f.mix {
		if at -= o.share; at < 0 {
			return o
		}
	}
	return f.mix[0]
}
