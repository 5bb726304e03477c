package payments

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

const (
	// overlap is what is compared again of the time before: a payment is begun some time before it is paid.
	overlap = 48 * time.Hour
	// comparedFor is how old the last comparison with the provider may be before a card is charged: books from a backup know nothing of what was charged since.
	comparedFor = 15 * time.Minute
	// farBack is what is compared where the books do not say since when, as a clock that was ahead has written it.
	farBack = 30 * 24 * time.Hour
)

// comparison is how this process has last compared the books with the provider's. Books are put back from a backup while no server runs, so that what an earlier process has
// compared says nothing of them.
type comparison struct {
	mu      sync.Mutex
	at      time.Time       // wall time of the last that came to its end; zero = none has
	untaken map[int64]error // accounts of which a payment could not be taken
	refunds time.Time       // wall time when the provider was last asked about young refunds
}

func (c *comparison) refundsAt() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refunds
}

func (c *comparison) refundsAsked(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refunds = at
}

// Compare compares the books with what the provider has had since the last time, and brings them in line: what webhooks have not told is found, and what was paid
// after the backup that the books are of is credited. How far it has come is in the books, so that books from a backup are compared from there on. A payment that cannot be
// taken holds no other: it is an error in the end, and is compared again the next time. What may still change of what has gone back is asked about, however old it is.
func (s *Service) Compare(ctx context.Context) error {
	untaken, err := s.compare(ctx)
	return errors.Join(append(slices.Collect(maps.Values(untaken)), err, s.askReturned(ctx))...)
}

// compare is Compare; it gives the accounts of which a payment could not be taken, with why.
func (s *Service) compare(ctx context.Context) (map[int64]error, error) {
	if _, err := s.Books.Installation(ctx); err != nil { // it begins with the name
		return nil, err
	}
	until := s.Clock.Wall()
	from, err := s.compareFrom(ctx, until)
	if err != nil {
		return nil, err
	}
	untaken := map[int64]error{}
	err = s.Provider.Since(ctx, from, func(seen Seen) error {
		if _, err := s.take(ctx, seen, byJob); err != nil {
			untaken[seen.Tag.Account] = fmt.Errorf("card payment %s of account %d: %w", seen.Ref, seen.Tag.Account, err)
		}
		return ctx.Err()
	})
	if err != nil {
		return untaken, err
	}
	s.compared.mu.Lock()
	s.compared.at, s.compared.untaken = until, untaken
	s.compared.mu.Unlock()
	if len(untaken) > 0 {
		return untaken, nil
	}
	return nil, s.Books.ComparedPayments(ctx, until)
}

// compareFrom is since when payments are compared.
func (s *Service) compareFrom(ctx context.Context, now time.Time) (time.Time, error) {
	through, err := s.Books.PaymentsThrough(ctx)
	if through.After(now.Add(skew)) {
		return now.Add(-farBack), err
	}
	return through.Add(-overlap), err
}

// mustBeCompared compares the books with the provider's unless this process has just done so. It gives what compare does.
func (s *Service) mustBeCompared(ctx context.Context) (map[int64]error, error) {
	s.compared.mu.Lock()
	at, untaken := s.compared.at, s.compared.untaken
	s.compared.mu.Unlock()
	if s.Clock.Wall().Sub(at).Abs() <= comparedFor {
		return untaken, nil
	}
	return s.compare(ctx)
}
