package jobs_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/store"
)

// backup keeps the books as they are now; restore brings them back, with a registry that has moved on.
func (y *env) backup() (restore func()) {
	y.t.Helper()
	path := filepath.Join(y.t.TempDir(), "yard.nyb")
	_, err := y.store.Backup(y.ctx, path, "test", nil)
	y.must(err)
	return func() {
		y.t.Helper()
		_, err := y.store.Restore(y.ctx, store.RestoreOrders{Path: path, Replace: true, Leader: jobs.LeaderLease})
		y.must(err)
		y.table = jobs.New(jobs.Deps{
			Orders: y.desk, Books: y.store, Routes: y.routes, Restored: y.store, Recoverer: y.desk, Sandbox: y.registry, Clock: y.clock,
			Log: slog.New(slog.DiscardHandler),
		})
	}
}

// findings runs the job and gives "kind name" of what it found, sorted.
func (y *env) findings() string {
	y.t.Helper()
	y.must(y.table.Run(y.ctx, jobs.AfterRestore))
	r, err := y.store.LastRestore(y.ctx)
	y.must(err)
	list, err := y.store.Findings(y.ctx, r.ID, 0, 1000)
	y.must(err)
	var found []string
	for _, f := range list {
		found = append(found, string(f.Kind)+" "+f.Name)
	}
	slices.Sort(found)
	return strings.Join(found, ", ")
}

func (y *env) wantSelling(want bool) {
	y.t.Helper()
	r, err := y.store.LastRestore(y.ctx)
	y.must(err)
	if (r.State == string(store.RestoreDone)) != want {
		y.t.Errorf("the restore is %s", r.State)
	}
}

func TestRestoredBooksLearnWhatTheRegistryDidSinceTheBackup(t *testing.T) {
	onBoth(t, 100_000, func(y *env) {
		renewed, same, gone := y.buys("renewed", "com", false), y.buys("same", "com", false), y.buys("gone", "se", false)
		moved := y.buys("moved", "com", false)
		restore := y.backup()
		y.renews(renewed, 2)
		y.buys("stray", "com", false)
		y.hosts(moved, "ns1.moved.com", "ns2.moved.com")
		deleted := y.row(gone.Name)
		y.change(orders.Request{Kind: reseller.OrderDelete, Domain: &deleted, Subject: "delete", AnswerBy: y.clock.Wall().Add(20 * time.Second)})
		y.clock.set(y.clock.Now().AddDate(0, 4, 0))
		y.must(y.registry.Tick(y.ctx))
		restore()

		y.must(y.table.Run(y.ctx, jobs.AutoRenew)) // it waits
		want := "changed moved.com, gone gone.se, registered stray.com, renewed renewed.com"
		if got := y.findings(); got != want {
			t.Errorf("found %q, want %q", got, want)
		}
		y.wantSelling(true)
		y.wantCredit(100_000 - 4*1250) // nothing that came later is charged
		y.wantPaidThrough(renewed, "2029-03-01")
		y.wantPaidThrough(same, "2027-03-01")
		y.wantState(gone, reseller.DomainDeleted)
		if ns := y.row(moved.Name).Nameservers; !slices.Equal(ns, []string{"ns1.moved.com", "ns2.moved.com"}) {
			t.Errorf("the name servers are %v", ns)
		}
		lost, err := y.store.AccountByEmail(y.ctx, reseller.LostAndFound)
		y.must(err)
		name, _ := reseller.ParseName("stray", "com")
		if d, err := y.store.Domain(y.ctx, lost.ID, name); err != nil || d.State != reseller.DomainActive {
			t.Errorf("the stray name is %+v, %v", d, err)
		}
		y.renews(y.row(renewed.Name), 1) // the next term is sold as ever
		y.wantPaidThrough(renewed, "2030-03-01")
	})
}

func TestContactChangedAfterTheBackupIsTakenOverFromTheRegistry(t *testing.T) {
	onBoth(t, 100_000, func(y *env) {
		d := y.buys("sold", "com", false)
		restore := y.backup()
		bertil := reseller.Contact{
			FirstName: "Bertil", LastName: "Ek", Address1: "Kungsgatan 2", City: "Umea", Country: "SE", Postcode: "90325", Email: "new@example.org", Phone: "+46.90123456",
		}
		y.change(orders.Request{
			Kind: reseller.OrderContacts, Domain: &d, Subject: "contacts", AnswerBy: y.clock.Wall().Add(20 * time.Second),
			Desired: reseller.Desired{Contacts: reseller.Contacts{reseller.RoleRegistrant: bertil}},
		})
		restore()

		if got := y.findings(); got != "changed sold.com" {
			t.Errorf("found %q", got)
		}
		if got := y.row(d.Name).Contacts[reseller.RoleRegistrant]; got != bertil {
			t.Errorf("the books name the owner %+v", got)
		}
		// A save of one field sends all others from the books: those of the new owner.
		service := actions.New(actions.Config{Store: y.store, Orders: y.desk, Routes: y.routes, Clock: y.clock, Log: slog.New(slog.DiscardHandler)})
		city := "Skelleftea"
		_, err := service.SaveContactDetails(y.ctx, actions.Call{Caller: reseller.Caller{Account: y.account}, AnswerBy: y.clock.Wall().Add(20 * time.Second)},
			actions.SaveContactDetails{Name: d.Name, Patches: map[reseller.Role]actions.ContactPatch{reseller.RoleRegistrant: {City: &city}}})
		y.must(err)
		bertil.City = city
		shown, err := y.registry.Info(y.ctx, d.Name)
		y.must(err)
		if got := shown.Contacts[reseller.RoleRegistrant].Contact; got != bertil {
			t.Errorf("the registry has the owner %+v", got)
		}
	})
}

func TestOrderFoundAfterARestoreIsInTheCurrencyOfItsAccount(t *testing.T) {
	onBoth(t, 0, func(y *env) {
		var prices []reseller.Price
		for years := 1; years <= 2; years++ {
			for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpRenew} {
				prices = append(prices, reseller.Price{TLD: "com", Currency: "EUR", Operation: op, Years: years, Net: 900 * int64(years)})
			}
		}
		y.must(y.store.SetPrices(y.ctx, prices, reseller.Operator))
		var err error
		y.account, err = y.store.AddAccount(y.ctx, reseller.Account{Email: "euro@example.com", Name: "Euro", Currency: "EUR", Language: "en"}, reseller.Operator)
		y.must(err)
		y.must(y.store.MoveCredit(y.ctx, y.account, 100_000, "", "start"))
		renewed := y.buys("renewed", "com", false)
		restore := y.backup()
		y.renews(renewed, 2)
		y.buys("stray", "com", false)
		restore()

		if got := y.findings(); got != "registered stray.com, renewed renewed.com" {
			t.Errorf("found %q", got)
		}
		lost, err := y.store.AccountByEmail(y.ctx, reseller.LostAndFound)
		y.must(err)
		all, err := y.store.Orders(y.ctx, false, 100)
		y.must(err)
		found := map[reseller.OrderKind]string{}
		for _, o := range all {
			if o.Charge.Total() == 0 {
				found[o.Kind] = o.Charge.Currency
			}
		}
		if len(found) != 2 || found[reseller.OrderRenew] != "EUR" || found[reseller.OrderRegister] != lost.Currency {
			t.Errorf("the orders that were found have the currencies %v; the account has EUR, lost-and-found %s", found, lost.Currency)
		}
	})
}

func TestOrderUnfinishedInTheBackupEndsAsTheRegistryShowsAndIsNotSentAgain(t *testing.T) {
	onBoth(t, 100_000, func(y *env) {
		d := y.buys("known", "com", false)
		// The answers of two orders get lost; one of them took effect.
		o := reseller.Order{
			AccountID: y.account.ID, DomainID: d.ID, Kind: reseller.OrderRenew, Name: d.Name, State: reseller.OrderSending, ParamsHash: "h",
			Desired: reseller.Desired{Years: 1}, FrozenExpiry: d.RegistryExpiry, PaidFrom: d.PaidThrough, ClTRIDBase: reseller.NewClTRIDBase(),
			Charge: reseller.Charge{Currency: "USD", Net: 1000, Tax: 250}, Attempt: 1, CreatedAt: y.clock.Now(), SentAt: y.clock.Now(), DueAt: y.clock.Now(),
			LeaseEnd: y.clock.Wall().Add(-time.Second),
		}
		_, err := y.store.OpenPurchase(y.ctx, reseller.Opening{Order: o, LiveKey: "renew:1", Holder: "dead"})
		y.must(err)
		y.wantHeld(1250)
		restore := y.backup()
		restore()
		if got := y.findings(); got != "" {
			t.Errorf("found %q before the registry's time to act was over", got)
		}
		y.wantSelling(false)
		y.clock.set(y.clock.Now().Add(2 * time.Hour))
		if got := y.findings(); got != "order known.com" {
			t.Errorf("found %q", got)
		}
		y.wantSelling(true)
		y.wantHeld(0)
		if n := y.effects("renew", d); n != 0 {
			t.Errorf("the renewal was sent again: %d effects", n)
		}
	})
}

func (y *env) wantHeld(want int64) {
	y.t.Helper()
	b, err := y.store.Balance(y.ctx, y.account.ID)
	y.must(err)
	if b.Held != want {
		y.t.Errorf("%d are held, want %d", b.Held, want)
	}
}

func TestBackupsAreWrittenByTheirAgeAndTheOldestGo(t *testing.T) {
	y := newYard(t, filepath.Join(t.TempDir(), "yard.db"), 0)
	folder := t.TempDir()
	wall := &wallHands{hands: hands{now: noon}}
	table := jobs.New(jobs.Deps{Clock: wall, Log: slog.New(slog.DiscardHandler), Backups: jobs.Backups{
		Folder: folder, Every: 24 * time.Hour, Keep: 2,
		Write: func(ctx context.Context, path string) error {
			_, err := y.store.Backup(ctx, path, "test", nil)
			return err
		},
	}})
	for range 4 {
		for range 3 { // once a day, however often it looks
			y.must(table.Run(y.ctx, jobs.Backup))
			wall.set(wall.Now().Add(9 * time.Hour))
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	y.must(err)
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	want := []string{"nameyard-20260303T180000Z.nyb", "nameyard-20260304T210000Z.nyb"}
	if !slices.Equal(names, want) {
		t.Errorf("the folder has %v, want %v", names, want)
	}
}

// wallHands is wall time that a story moves.
type wallHands struct{ hands }

func (w *wallHands) Wall() time.Time { return w.Now() }
