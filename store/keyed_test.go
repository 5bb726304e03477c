package store_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/reseller"
)

// keyed is a request of an account under a key.
func (h *house) keyed(a reseller.Account, key, hash, holder string) reseller.KeyedRequest {
	return reseller.KeyedRequest{
		AccountID: a.ID, Key: key, ParamsHash: hash, Holder: holder, LeaseEnd: h.clock.Wall().Add(time.Minute), CreatedAt: h.clock.Now(),
	}
}

// claims claims a key and reports whether the request is to be carried out.
func (h *house) claims(r reseller.KeyedRequest) (reseller.KeyedRequest, bool) {
	h.t.Helper()
	held, mine, err := h.ClaimKey(h.ctx, r)
	ok(h.t, err)
	return held, mine
}

func TestKeyIsClaimedOnceByManyAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.net", 0)
		won := make([]bool, 20)
		for _, err := range atOnce(len(won), func(i int) error {
			_, mine, err := h.ClaimKey(h.ctx, h.keyed(a, "k", "h", string(rune('a'+i))))
			won[i] = mine
			return err
		}) {
			ok(t, err)
		}
		winners := 0
		for _, mine := range won {
			if mine {
				winners++
			}
		}
		equal(t, "winners", winners, 1)
		h.beginsOneAct(t, a)
	})
}

func TestAnsweredKeyGivesItsAnswerAndBelongsToItsAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.net", 0), h.account("b@example.net", 0)
		first := h.keyed(a, "k", "h", "one")
		h.claims(first)
		ok(t, h.AnswerKey(h.ctx, first, []byte("answer")))
		h.clock.pass(time.Hour)
		held, mine := h.claims(h.keyed(a, "k", "h", "two"))
		equal(t, "mine", mine, false)
		equal(t, "the answer", string(held.Answer), "answer")
		held, mine = h.claims(h.keyed(a, "k", "other", "two"))
		equal(t, "mine", mine, false)
		equal(t, "the hash", held.ParamsHash, "h")
		_, mine = h.claims(h.keyed(b, "k", "h", "two"))
		equal(t, "another account's", mine, true)
	})
}

func TestRequestWhoseServerDiedIsTakenOverOnlyByItsRepeat(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.net", 0)
		first := h.keyed(a, "k", "h", "one")
		h.claims(first)
		_, mine := h.claims(h.keyed(a, "k", "h", "two"))
		equal(t, "taken while it is held", mine, false)
		h.clock.pass(50 * time.Second)
		ok(t, h.HoldKey(h.ctx, first, h.clock.Wall().Add(time.Minute)))
		h.clock.pass(50 * time.Second)
		_, mine = h.claims(h.keyed(a, "k", "h", "two"))
		equal(t, "taken while it is prolonged", mine, false)
		h.clock.pass(time.Minute)
		_, mine = h.claims(h.keyed(a, "k", "other", "three"))
		equal(t, "taken by another request", mine, false)
		second := h.keyed(a, "k", "h", "two")
		_, mine = h.claims(second)
		equal(t, "taken over", mine, true)
		for _, err := range []error{
			h.AnswerKey(h.ctx, first, []byte("late")), h.FreeKey(h.ctx, first), h.HoldKey(h.ctx, first, h.clock.Wall().Add(time.Hour)),
		} {
			equal(t, "the first holder may write", !errors.Is(err, reseller.ErrConflict), false)
		}
		ok(t, h.AnswerKey(h.ctx, second, []byte("in time")))
	})
}

func TestFreedKeyIsCarriedOutAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.net", 0)
		first := h.keyed(a, "k", "h", "one")
		h.claims(first)
		ok(t, h.FreeKey(h.ctx, first))
		_, mine := h.claims(h.keyed(a, "k", "other", "two"))
		equal(t, "mine", mine, true)
	})
}

func TestKeysLiveEightDays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.net", 0)
		for _, key := range []string{"old", "older"} {
			r := h.keyed(a, key, "h", "one")
			h.claims(r)
			ok(t, h.AnswerKey(h.ctx, r, []byte("answer")))
		}
		h.clock.pass(8 * 24 * time.Hour)
		_, mine := h.claims(h.keyed(a, "old", "other", "two"))
		equal(t, "free at 8 days", mine, false)
		equal(t, "forgotten at 8 days", must[int64](t)(h.ForgetKeys(h.ctx, 10)), 0)
		h.clock.pass(time.Second)
		_, mine = h.claims(h.keyed(a, "old", "other", "two"))
		equal(t, "free after 8 days", mine, true)
		equal(t, "forgotten after 8 days", must[int64](t)(h.ForgetKeys(h.ctx, 10)), 1)
	})
}
