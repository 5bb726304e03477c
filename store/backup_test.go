package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
)

// backup writes a backup of a house and gives its path.
func (h *house) backup() (string, store.BackupResult) {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), "house.nyb")
	return path, must[store.BackupResult](h.t)(h.Backup(h.ctx, path, "test", nil))
}

func (h *house) restore(path string, replace bool) error {
	_, err := h.Restore(h.ctx, store.RestoreOrders{Path: path, Replace: replace, Leader: "jobs"})
	return err
}

// onEachFresh runs a story with an empty database of each engine, without a schema.
func onEachFresh(t *testing.T, story func(t *testing.T, url string)) {
	t.Helper()
	for engine, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLitePath, "mariadb": storetest.MariaDB} {
		t.Run("into "+engine, func(t *testing.T) { story(t, url(t)) })
	}
}

// booksFit checks that every balance is the sum of its postings: what half a transaction in a backup would break.
func (h *house) booksFit() {
	h.t.Helper()
	snapshot := must[*store.Snapshot](h.t)(h.Snapshot(h.ctx))
	defer snapshot.Close()
	sums := map[string]int64{}
	for after := int64(0); ; {
		page := must[[]reseller.Entry](h.t)(snapshot.Entries(h.ctx, after, 1000))
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			after = e.ID
			for _, p := range e.Postings {
				sums[p.Account] += p.Amount
			}
		}
	}
	for _, b := range must[[]reseller.Balance](h.t)(snapshot.Balances(h.ctx, 0, 1000)) {
		equal(h.t, "available credit", b.Available, sums[reseller.Available(b.AccountID)])
		equal(h.t, "held credit", b.Held, sums[reseller.Held(b.AccountID)])
	}
}

func TestBackupUnderLoadIsOneMomentAndComesBackOnEitherEngine(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10_000_000)
		var load sync.WaitGroup
		stop := make(chan struct{})
		for w := range 3 {
			load.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-stop:
						return
					default:
						h.domain(a, fmt.Sprintf("load-%d-%d", w, n))
					}
				}
			})
		}
		path, made := h.backup()
		close(stop)
		load.Wait()
		equal(t, "accounts in the backup", made.Rows["accounts"], 1)
		if _, there := made.Rows["restores"]; there {
			t.Error("the backup holds the database's own state")
		}
		onEachFresh(t, func(t *testing.T, url string) {
			fresh := another(t, url, h.clock)
			ok(t, fresh.restore(path, false))
			ok(t, fresh.CheckSchema(fresh.ctx))
			fresh.booksFit()
			_, again := fresh.backup()
			for _, table := range []string{"audit", "event_gaps"} { // the restore itself is on record
				delete(made.Rows, table)
				delete(again.Rows, table)
			}
			if !maps.Equal(made.Rows, again.Rows) {
				t.Errorf("the backup has %v rows, and a backup of what was restored %v", made.Rows, again.Rows)
			}
		})
	})
}

func TestRestoredRowsAreWhatTheyWere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50_000)
		d := h.domain(a, "kept")
		_, err := h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
			d.Contacts = reseller.Contacts{reseller.RoleRegistrant: {FirstName: "Åsa", LastName: "O\"Brien\\", Company: "日本\n\t\u0000"}}
			d.Fields = map[string]string{"note": "'; DROP TABLE domains; --"}
			return nil
		})
		ok(t, err)
		path, _ := h.backup()
		onEachFresh(t, func(t *testing.T, url string) {
			fresh := another(t, url, h.clock)
			ok(t, fresh.restore(path, false))
			was, is := must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)), must[reseller.Domain](t)(fresh.DomainByID(fresh.ctx, d.ID))
			equal(t, "the row", fmt.Sprintf("%+v", is), fmt.Sprintf("%+v", was))
		})
	})
}

func TestDamagedBackupChangesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 50_000)
		path, _ := h.backup()
		whole := must[[]byte](t)(os.ReadFile(path))
		flipped := bytes.Clone(whole)
		flipped[len(flipped)/2] ^= 4
		for what, body := range map[string][]byte{
			"a flipped bit": flipped, "half of it": whole[:len(whole)/2], "another file": []byte("hello"), "nothing": nil, "more": append(bytes.Clone(whole), whole...),
		} {
			bad := filepath.Join(t.TempDir(), "bad.nyb")
			ok(t, os.WriteFile(bad, body, 0o600))
			if err := h.restore(bad, true); !errors.Is(err, store.ErrBadBackup) {
				t.Errorf("%s: the restore says %v", what, err)
			}
		}
		ok(t, h.CheckSchema(h.ctx))
		equal(t, "accounts", len(must[[]reseller.Account](t)(h.Accounts(h.ctx))), 1)
	})
}

// withoutEntries rewrites a backup, whole to its checksum, so that it has postings whose entries are missing.
func withoutEntries(t *testing.T, path string) string {
	t.Helper()
	return rewritten(t, path, func(lines []string, end *backupEnd) []string {
		end.Rows["entries"] = 0
		table := ""
		return slices.DeleteFunc(lines, func(line string) bool {
			if strings.HasPrefix(line, `{"table":`) {
				table = line
			}
			return line != table && strings.HasPrefix(table, `{"table":"entries"`)
		})
	})
}

func TestRestoreThatDidNotEndLeavesADatabaseThatRefusesToWork(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 50_000)
		good, _ := h.backup()
		bad := withoutEntries(t, good)
		if err := h.restore(bad, true); err == nil || !strings.Contains(err.Error(), "run it again") {
			t.Fatalf("the restore says %v", err)
		}
		for _, check := range []error{h.CheckSchema(h.ctx), func() error { _, err := h.Migrate(h.ctx); return err }()} {
			if !errors.Is(check, store.ErrHalfRestored) || !strings.Contains(check.Error(), "nameyard restore FILE") {
				t.Errorf("the database says %v", check)
			}
		}
		ok(t, h.restore(good, false)) // there is nothing left to be protected
		ok(t, h.CheckSchema(h.ctx))
		h.booksFit()
	})
}

func TestRestoreIsRefusedOverRowsAndBesideAServer(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 50_000)
		path, _ := h.backup()
		if err := h.restore(path, false); !reseller.IsKind(err, reseller.KindConflict) || !strings.Contains(err.Error(), "--replace") {
			t.Errorf("over rows the restore says %v", err)
		}
		if !must[bool](t)(h.TakeLease(h.ctx, "jobs", "server one", time.Minute)) {
			t.Fatal("no lease")
		}
		if err := h.restore(path, true); !reseller.IsKind(err, reseller.KindConflict) || !strings.Contains(err.Error(), "server one") {
			t.Errorf("beside a server the restore says %v", err)
		}
		h.clock.pass(2 * time.Minute)
		ok(t, h.restore(path, true))
	})
}

func TestNothingIsSoldUntilTheRestoredBooksWereCompared(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50_000)
		d := h.domain(a, "mine")
		path, _ := h.backup()
		ok(t, h.restore(path, true))
		server := another(t, h.url, h.clock)
		for what, opening := range map[string]reseller.Opening{"a registration": h.registration(a, name(t, "new")), "a renewal": h.renewal(d)} {
			if _, err := server.OpenPurchase(server.ctx, opening); !reseller.IsKind(err, reseller.KindUnavailable) || reseller.AsError(err).Code != reseller.CodeRestoring {
				t.Errorf("%s: the store says %v", what, err)
			}
		}
		server.credit(a, 40_000, 0)
		r := must[reseller.Restore](t)(server.Restoring(server.ctx))
		ok(t, server.LiftRestore(server.ctx, r.ID, reseller.Operator, "compared"))
		must[reseller.Order](t)(server.OpenPurchase(server.ctx, h.registration(a, name(t, "new"))))
	})
}

func TestRestoreLeavesTheSandboxRegistryAsItIs(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50_000)
		docs := h.RegistryDocuments()
		put := func(key string) {
			t.Helper()
			write := []struct {
				Key     string
				Body    []byte
				Version int64
				Due     int64
			}{{Key: key, Body: []byte(`{}`)}}
			if !must[bool](t)(docs.Put(h.ctx, write, [][]byte{[]byte(`{"name":"` + key + `"}`)})) {
				t.Fatal("not written")
			}
		}
		put("name:before.com")
		path, _ := h.backup()
		put("name:after.com")
		h.domain(a, "lost")
		ok(t, h.restore(path, true))
		equal(t, "documents", len(must[[]string](t)(docs.List(h.ctx, "name:", "", 10))), 2)
		_, err := h.LiveDomain(h.ctx, name(t, "lost"))
		if !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("a name from after the backup: %v", err)
		}
		onEachFresh(t, func(t *testing.T, url string) {
			fresh := another(t, url, h.clock)
			ok(t, fresh.restore(path, false))
			equal(t, "documents in an empty database", len(must[[]string](t)(fresh.RegistryDocuments().List(fresh.ctx, "name:", "", 10))), 1)
		})
	})
}

func TestBackupOverwritesNothingAndLeavesNoPieces(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		path, _ := h.backup()
		if _, err := h.Backup(h.ctx, path, "test", nil); !errors.Is(err, os.ErrExist) {
			t.Errorf("over a file: %v", err)
		}
		gone := filepath.Join(t.TempDir(), "no", "such", "folder.nyb")
		if _, err := h.Backup(h.ctx, gone, "test", nil); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("into no folder: %v", err)
		}
		equal(t, "files", len(must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(path)))), 1)
	})
}

func TestHistoryIsWhatRealOrdersWouldHaveLeft(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50_000)
		h.domain(a, "real")
		_, err := h.NumberInvoices(h.ctx, 10)
		ok(t, err)
		at := noon.AddDate(0, -1, 0)
		var bought []store.Bought
		for i := range 1200 { // more than one statement carries
			n := name(t, fmt.Sprintf("made-up-%d", i))
			bought = append(bought, store.Bought{
				Domain: reseller.Domain{AccountID: a.ID, Name: n, State: reseller.DomainActive, Version: 2, RegisteredAt: at, CreatedAt: at, Nameservers: []string{"ns1.example.net"}},
				Order: reseller.Order{
					AccountID: a.ID, Kind: reseller.OrderRegister, Name: n, State: reseller.OrderDone, ClTRIDBase: reseller.NewClTRIDBase(), Attempt: 1,
					Charge: reseller.Charge{Currency: "SEK", Net: 8000, Tax: 2000}, CreatedAt: at, SentAt: at, EndedAt: at,
				},
			})
		}
		ok(t, h.AddHistory(h.ctx, a, "fill 1", bought))
		h.credit(a, 40_000, 0)
		h.booksFit()
		equal(t, "found by their name servers", must[int64](t)(h.CountDomains(h.ctx, a.ID, reseller.DomainFilter{Nameserver: "ns1.example.net"})), 1200)
		snapshot := must[*store.Snapshot](t)(h.Snapshot(h.ctx))
		defer snapshot.Close()
		numbered := must[[]reseller.Invoice](t)(snapshot.NumberedInvoices(h.ctx, "2026-00001200", 10))
		equal(t, "numbers above 1200", len(numbered), 1)
		equal(t, "the last number", numbered[0].Number, "2026-00001201")
		if err := h.AddHistory(h.ctx, a, "fill 1", bought); !errors.Is(err, reseller.ErrDuplicate) {
			t.Errorf("the same again: %v", err)
		}
		h.credit(a, 40_000, 0)
	})
}
