package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

func secretKey(t testing.TB) *reseller.SecretKey {
	t.Helper()
	return must[*reseller.SecretKey](t)(reseller.NewSecretKey(reseller.GenerateSecretKey()))
}

// use takes a key and gives what stands against it: "" is nothing.
func (h *house) use(key *reseller.SecretKey) string {
	h.t.Helper()
	_, err := h.UseKey(h.ctx, key)
	var other *store.OtherKeyError
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &other):
		h.t.Fatal(err)
	case other.Next != "":
		return "rotating"
	}
	return "other"
}

// sealed keeps one secret of each kind, sealed with a key, and gives how many.
func (h *house) sealed(a reseller.Account, key *reseller.SecretKey, sld string) int {
	h.t.Helper()
	must[reseller.Token](h.t)(h.AddSealedToken(h.ctx, reseller.SealedToken{
		Token: reseller.Token{AccountID: a.ID, Name: sld, Kind: reseller.TokenV2}, Sealed: key.Seal("v2", reseller.V2KeyPurpose(a.ID)),
	}, "hash of "+sld, reseller.Operator))
	e := must[reseller.Endpoint](h.t)(h.AddEndpoint(h.ctx, reseller.Endpoint{
		AccountID: a.ID, URL: "https://example.com/" + sld, SealID: sld, Secret: key.Seal("first", reseller.WebhookPurpose(sld)),
	}, reseller.Operator))
	ok(h.t, h.RotateEndpoint(h.ctx, e, key.Seal("second", reseller.WebhookPurpose(sld)), noon.Add(time.Hour), reseller.Operator))
	o := h.transfer(a, name(h.t, sld))
	o.AuthCode = key.Seal("code", reseller.AuthCodePurpose(o.Order.ClTRIDBase))
	must[reseller.Order](h.t)(h.OpenPurchase(h.ctx, o))
	file := "acme/" + sld + ".key"
	ok(h.t, h.PutCertificateFile(h.ctx, file, key.Seal("private", reseller.CertificateFilePurpose(file))))
	return 5
}

// open counts the sealed secrets that open with a key, and those that do not.
func (h *house) openedBy(key *reseller.SecretKey) (opened, shut int) {
	h.t.Helper()
	ok(h.t, h.EachSealed(h.ctx, func(page []reseller.Sealed) error {
		for _, v := range page {
			if _, err := key.Open(v.Value, v.Purpose); err != nil {
				shut++
			} else {
				opened++
			}
		}
		return nil
	}))
	return opened, shut
}

func TestDatabaseKeepsTheKeyThatItWasFirstUsedWith(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		first, second := secretKey(t), secretKey(t)
		taken := make([]error, 6)
		var all sync.WaitGroup
		for i := range taken {
			key := []*reseller.SecretKey{first, second}[i%2]
			all.Go(func() { _, taken[i] = h.UseKey(h.ctx, key) })
		}
		all.Wait()
		// Whoever was first: its key is the database's, and the other one is refused for good.
		if (taken[0] == nil) == (taken[1] == nil) {
			t.Fatalf("two keys at once: %v, %v", taken[0], taken[1])
		}
		for i := range taken {
			if (taken[i] == nil) != (taken[i%2] == nil) {
				t.Errorf("server %d: %v", i, taken[i])
			}
		}
	})
}

func TestKeyThatOpensNothingIsNotTakenForTheDatabases(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		key, other := secretKey(t), secretKey(t)
		h.sealed(h.account("a@example.com", 50_000), key, "kept") // by a release that noted no fingerprint
		equal(t, "another key", h.use(other), "other")
		equal(t, "the key", h.use(key), "")
		equal(t, "another key again", h.use(other), "other")
	})
}

// dying is a context that ends after so many looks at it: a process that is killed at any step.
type dying struct {
	context.Context
	mu    sync.Mutex
	looks int
	gone  chan struct{}
}

func newDying(looks int) *dying {
	return &dying{Context: context.Background(), looks: looks, gone: make(chan struct{})}
}

func (d *dying) Done() <-chan struct{} { return d.gone }

func (d *dying) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looks--
	if d.looks == 0 {
		close(d.gone)
	}
	if d.looks <= 0 {
		return context.Canceled
	}
	return nil
}

func TestRotationKilledAtAnyStepIsEndedByTheNextRun(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1_000_000)
		from, to := secretKey(t), secretKey(t)
		mine := must[*reseller.SecretKey](t)(h.UseKey(h.ctx, from))
		kept := h.sealed(a, mine, "kept")
		hash := must[string](t)(mine.HashParams("x"))
		killed := map[string]int{}
		for looks := 1; ; looks++ {
			_, err := h.RotateKey(newDying(looks), store.Rotation{Old: from, New: to, Leader: "jobs"})
			state := h.use(from) + "," + h.use(to)
			killed[state]++
			if state == "rotating,rotating" {
				third := secretKey(t)
				if _, err := h.RotateKey(h.ctx, store.Rotation{Old: from, New: third, Leader: "jobs"}); err == nil {
					t.Fatal("a third key took over")
				}
			} else if state != ",other" && state != "other," {
				t.Fatalf("killed after %d looks: %q", looks, state)
			}
			done, again := h.RotateKey(h.ctx, store.Rotation{Old: from, New: to, Leader: "jobs"})
			ok(t, again)
			equal(t, "nothing is left to do", done.Done, state == "other,")
			opened, shut := h.openedBy(to)
			equal(t, "secrets that open", opened, kept)
			equal(t, "secrets that do not", shut, 0)
			equal(t, "the old key", h.use(from), "other")
			now := must[*reseller.SecretKey](t)(h.UseKey(h.ctx, to))
			equal(t, "hash of the same", must[string](t)(now.HashParams("x")), hash)
			if err == nil {
				break
			}
			from, to = to, from
		}
		if killed[",other"] == 0 || killed["rotating,rotating"] < 4 {
			t.Errorf("killed in the states %v", killed)
		}
	})
}

func TestServerThatRunsOnWritesNothingUnderTheOldKey(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1_000_000)
		from, to := secretKey(t), secretKey(t)
		equal(t, "the key", h.use(from), "")
		server := another(t, h.url, h.clock)
		equal(t, "the server's key", server.use(from), "")
		must[bool](t)(h.TakeLease(h.ctx, "jobs", "server", time.Minute))
		_, err := h.RotateKey(h.ctx, store.Rotation{Old: from, New: to, Leader: "jobs"})
		if !reseller.IsKind(err, reseller.KindConflict) || !strings.Contains(err.Error(), "stop all of them first") {
			t.Fatalf("beside a running server: %v", err)
		}
		h.clock.pass(2 * time.Minute)
		must[store.Rotated](t)(h.RotateKey(h.ctx, store.Rotation{Old: from, New: to, Leader: "jobs"}))
		equal(t, "the record", partsOf(h.newest(t, 1)[0]), "key: "+from.Fingerprint()+" → "+to.Fingerprint())
		ok(t, h.Exec(h.ctx, "DELETE FROM leases"))
		_, err = server.AddSealedToken(server.ctx, reseller.SealedToken{
			Token: reseller.Token{AccountID: a.ID, Name: "x", Kind: reseller.TokenV2}, Sealed: from.Seal("v2", reseller.V2KeyPurpose(a.ID)),
		}, "hash of x", reseller.Operator)
		if !reseller.IsKind(err, reseller.KindUnavailable) {
			t.Errorf("a v2 key under the old key: %v", err)
		}
		o := server.transfer(a, name(t, "late"))
		o.AuthCode = from.Seal("code", reseller.AuthCodePurpose(o.Order.ClTRIDBase))
		if _, err := server.OpenPurchase(server.ctx, o); !reseller.IsKind(err, reseller.KindUnavailable) {
			t.Errorf("an auth code under the old key: %v", err)
		}
		_, err = server.AddEndpoint(server.ctx, reseller.Endpoint{AccountID: a.ID, URL: "https://example.com/", SealID: "s", Secret: []byte{1}}, reseller.Operator)
		if !reseller.IsKind(err, reseller.KindUnavailable) {
			t.Errorf("a webhook under the old key: %v", err)
		}
		if err := server.CheckKey(server.ctx); err == nil {
			t.Error("the server is content with its key")
		}
	})
}

func TestRotationLeavesWhatNeitherKeyOpensAndSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		from, to, stray := secretKey(t), secretKey(t), secretKey(t)
		h.sealed(h.account("a@example.com", 1_000_000), from, "kept")
		lost := h.sealed(h.account("b@example.com", 1_000_000), stray, "lost")
		done := must[store.Rotated](t)(h.RotateKey(h.ctx, store.Rotation{Old: from, New: to, Leader: "jobs"}))
		equal(t, "sealed anew", done.Resealed, 5)
		equal(t, "lost", len(done.Lost), lost)
		_, shut := h.openedBy(stray)
		equal(t, "others than the stray key's", shut, 5)
	})
}

func TestLostKeyMakesWayForANewOneAndNothingElseIsLost(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		lost, to := secretKey(t), secretKey(t)
		kept := h.sealed(h.account("a@example.com", 1_000_000), lost, "kept")
		for _, noted := range []bool{false, true} { // in the database, which key it had
			if noted {
				ok(t, h.Exec(h.ctx, "DELETE FROM secret_keys"))
				equal(t, "the key", h.use(lost), "")
			}
			done := must[store.Rotated](t)(h.RotateKey(h.ctx, store.Rotation{New: to, Leader: "jobs"}))
			equal(t, "lost", len(done.Lost), kept)
			equal(t, "the new key", h.use(to), "")
			equal(t, "the lost key", h.use(lost), "other")
		}
	})
}

func TestRestoredDatabaseHasTheKeyOfItsBackup(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		then, now := secretKey(t), secretKey(t)
		equal(t, "the key", h.use(then), "")
		h.account("a@example.com", 10_000)
		path, _ := h.backup()
		must[store.Rotated](t)(h.RotateKey(h.ctx, store.Rotation{Old: then, New: now, Leader: "jobs"}))
		ok(t, h.restore(path, true))
		equal(t, "today's key", h.use(now), "other")
		equal(t, "the key of the backup's time", h.use(then), "")
	})
}

// Whoever adds a column of bytes decides here whether a secret key sealed them.
func TestEveryColumnOfBytesIsSealedOrKnownNotToBe(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		all, sealed, err := h.ByteColumns(h.ctx)
		ok(t, err)
		open := []string{"keyed_requests.answer", "secret_keys.hash_key", "secret_keys.next_hash_key"}
		known := slices.Sorted(slices.Values(append(open, sealed...)))
		slices.Sort(all)
		equal(t, "columns of bytes", strings.Join(all, " "), strings.Join(known, " "))
	})
}
