package notices

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// window is a notice about the end of a paid time: when it is due and how late it may still go out. ICANN's Expired
// Registration Recovery Policy (ERRP, 2.1) wants one 26 to 35 days before, one 4 to 10 days before, and one within 5 days
// after. It is sent as soon as it is due; after a time without a server, only while its window is open and it is true.
type window struct {
	tag    string
	kind   string // which template
	due    time.Duration
	closes time.Duration // both from the end of the paid time
}

var windows = []window{
	{"30", "expires_soon", -30 * 24 * time.Hour, -26 * 24 * time.Hour},
	{"7", "expires_soon", -7 * 24 * time.Hour, -4 * 24 * time.Hour},
	{"after", "expired", 3 * 24 * time.Hour, 5 * 24 * time.Hour},
}

// expiryPage is how many names are read at once.
const expiryPage = 500

// Expiring writes the notices of names that expire soon or have expired, one for each name, term and window.
func (s *Service) Expiring(ctx context.Context) error {
	now := s.Clock.Now()
	for _, w := range windows {
		after := reseller.Domain{}
		for ctx.Err() == nil {
			// due when now >= paid + due; open while now < paid + closes
			page, err := s.Store.Expiring(ctx, now.Add(-w.closes), now.Add(-w.due), after, expiryPage)
			if err != nil {
				return err
			}
			if err := s.warn(ctx, w, page, now); err != nil {
				return err
			}
			if len(page) < expiryPage {
				break
			}
			after = page[len(page)-1]
		}
	}
	return ctx.Err()
}

// cause is the same for a name, term and window, whenever and by whomever it is noticed.
func (w window) cause(d reseller.Domain) string {
	return fmt.Sprintf("expiry:%s:%d:%s", w.tag, d.ID, d.PaidThrough.UTC().Format(time.DateOnly))
}

// warn writes the notices of one page of names that have none yet.
func (s *Service) warn(ctx context.Context, w window, page []reseller.Domain, now time.Time) error {
	if len(page) == 0 {
		return nil
	}
	causes := make([]string, len(page))
	for i, d := range page {
		causes[i] = w.cause(d)
	}
	known, err := s.Store.KnownCauses(ctx, causes)
	if err != nil {
		return err
	}
	var mails []reseller.Mail
	for i, d := range page {
		if known[causes[i]] {
			continue
		}
		draft := mail{
			kind: w.kind, cause: causes[i], account: d.AccountID, term: d.PaidThrough, expires: d.PaidThrough.Add(w.closes),
			facts: Facts{At: now, Days: daysBetween(now, d.PaidThrough)},
		}
		s.describe(&draft, d)
		if d.AutoRenew && w.kind == "expired" {
			if draft.facts.Missing, err = s.missing(ctx, d); err != nil {
				return err
			}
		}
		m, ok, err := s.write(ctx, draft)
		if err != nil {
			return err
		}
		if ok {
			mails = append(mails, m)
		}
	}
	return s.Store.AddMails(ctx, mails)
}

// missing is what an account's credit lacks for the invoice of a name's next term; zero if it lacks nothing or there is no invoice.
func (s *Service) missing(ctx context.Context, d reseller.Domain) (reseller.Money, error) {
	i, err := s.Store.UnpaidInvoice(ctx, d.ID, d.PaidThrough)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Money{}, nil
	}
	if err != nil {
		return reseller.Money{}, err
	}
	b, err := s.Store.Balance(ctx, d.AccountID)
	return reseller.Money{Minor: max(i.Charge.Total()-b.Available, 0), Currency: i.Charge.Currency}, err
}

// daysBetween is how many dates lie between two times, whichever is first.
func daysBetween(a, b time.Time) int {
	return int(b.UTC().Truncate(24*time.Hour).Sub(a.UTC().Truncate(24*time.Hour)).Abs() / (24 * time.Hour))
}

// far is beyond every paid time.
const far = 200 * 365 * 24 * time.Hour

// NextWindow is when the next notice of a name that expires falls due, zero if there is none.
func (s *Service) NextWindow(ctx context.Context) (time.Time, error) {
	var next time.Time
	now := s.Clock.Now()
	for _, w := range windows {
		first, err := s.Store.Expiring(ctx, now.Add(-w.due), now.Add(far), reseller.Domain{}, 1)
		if err != nil {
			return time.Time{}, err
		}
		if len(first) == 0 {
			continue
		}
		if due := first[0].PaidThrough.Add(w.due); next.IsZero() || due.Before(next) {
			next = due
		}
	}
	return next, nil
}
