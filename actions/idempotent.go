package actions

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

// Keyed is a request with an idempotency key.
type Keyed struct {
	Key    string
	Params any       // what was asked for: equal requests have equal ones. Secrets may be in it
	Form   bool      // it is a form of the panel, not a program's request
	Secret bool      // its answer must not be kept: a repeat is carried out again
	Until  time.Time // wall time until which to wait for an equal request that is under way
}

// StoredAnswer is what became of a keyed request.
type StoredAnswer struct {
	Answer []byte // as the face wrote it, without secrets if it may be kept
	Keep   bool   // it decided something: repeats get it again
}

// The times of keyed requests, wall time.
const (
	holdKeyFor   = 6 * time.Second // how long a server that gives no sign of life keeps a request
	holdKeyAgain = 2 * time.Second
	lookKeyEvery = 100 * time.Millisecond
)

// Idempotent carries a request out unless its key has an answer, which then comes again. The intent is on record before, the answer
// after; a request whose server died in between is carried out again by its repeat, which is right for what sets a state, and
// which the order's own key makes right for what costs money.
//
// Errors: CodeKeyReused for other parameters under the key, CodeInProgress while an equal request is under way.
func (s *Service) Idempotent(ctx context.Context, call Call, k Keyed, carry func() StoredAnswer) (answer []byte, repeated bool, err error) {
	if err := CheckKey(k.Key); err != nil {
		return nil, false, err
	}
	hash, err := s.orders.Fingerprint(k.Params)
	if err != nil {
		return nil, false, err
	}
	late := time.NewTimer(max(k.Until.Sub(s.clock.Wall()), 0))
	defer late.Stop()
	for {
		claim := reseller.KeyedRequest{
			AccountID: call.Caller.Account.ID, Key: k.Key, ParamsHash: hash, Holder: rand.Text(),
			LeaseEnd: s.clock.Wall().Add(holdKeyFor), CreatedAt: s.clock.Now(), Form: k.Form,
		}
		held, mine, err := s.store.ClaimKey(ctx, claim)
		switch {
		case err != nil:
			return nil, false, err
		case mine:
			return s.carryOnce(ctx, claim, k, carry), false, nil
		case held.ParamsHash != hash:
			return nil, false, reseller.Errorf(reseller.KindConflict, reseller.CodeKeyReused,
				"this idempotency key belongs to another request; nothing was done: use a new key for a new request").In(reseller.PathIdempotencyKey)
		case held.Answer != nil:
			return held.Answer, true, nil
		}
		select {
		case <-time.After(lookKeyEvery):
		case <-late.C:
			return nil, false, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
				"the first request with this idempotency key is still being carried out; send it again in a moment").In(reseller.PathIdempotencyKey)
		case <-ctx.Done():
			return nil, false, ctx.Err()
		}
	}
}

// carryOnce carries a request out under its claim.
func (s *Service) carryOnce(ctx context.Context, claim reseller.KeyedRequest, k Keyed, carry func() StoredAnswer) []byte {
	carried := s.whileHeld(claim, carry)
	ctx = context.WithoutCancel(ctx) // what was done is noted, whoever still listens
	var err error
	if carried.Keep && !k.Secret {
		err = s.store.AnswerKey(ctx, claim, carried.Answer)
	} else {
		err = s.store.FreeKey(ctx, claim)
	}
	if err != nil {
		s.log.Warn("the answer of a keyed request is not kept; its repeat will be carried out", "account", claim.AccountID, "err", err)
	}
	return carried.Answer
}

// whileHeld carries a request out and prolongs its claim meanwhile. After a fault the claim ends by itself: a repeat is carried out then.
func (s *Service) whileHeld(claim reseller.KeyedRequest, carry func() StoredAnswer) StoredAnswer {
	done := make(chan struct{})
	defer close(done)
	safely.Go(s.log, "request", func() { s.holdKey(claim, done) })
	return carry()
}

// holdKey prolongs a claim while its request is carried out.
func (s *Service) holdKey(claim reseller.KeyedRequest, done <-chan struct{}) {
	tick := time.NewTicker(holdKeyAgain)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			err := s.store.HoldKey(context.Background(), claim, s.clock.Wall().Add(holdKeyFor))
			if errors.Is(err, reseller.ErrConflict) {
				return // answered just now, or taken over
			}
			if err != nil {
				s.log.Warn("a keyed request could not be held", "account", claim.AccountID, "err", err)
			}
		}
	}
}

// maxKey is how long an idempotency key may be.
const maxKey = 255

// CheckKey accepts idempotency keys of visible ASCII: what every database compares byte for byte. None at all is no fault.
func CheckKey(key string) error {
	if len(key) > maxKey {
		return reseller.Invalid(reseller.PathIdempotencyKey, "the key has %d characters and may have %d", len(key), maxKey)
	}
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return reseller.Invalid(reseller.PathIdempotencyKey, "a key has visible ASCII characters only, and no spaces")
		}
	}
	return nil
}
