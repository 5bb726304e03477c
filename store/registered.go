package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"nameyard/reseller"
)

// RegistrationsByWeek counts the names of an account that were registered in each of so many weeks, one or more, the first of which begins
// at from. A name counts where it was registered as its registry says, also one that has gone since; one that moved counts for the account
// that has it. The index has them all, and one statement asks for all weeks.
func (s *Store) RegistrationsByWeek(ctx context.Context, account int64, from time.Time, weeks int) ([]reseller.Week, error) {
	list := make([]reseller.Week, weeks)
	counts := make([]string, weeks)
	var args []any
	for i := range list {
		list[i].From = from.Add(reseller.Days(7 * i))
		counts[i] = "SELECT ? AS week, COUNT(*) AS n FROM domains WHERE account_id = ? AND registered_at >= ? AND registered_at < ?"
		args = append(args, i, account, micro(list[i].From), micro(list[i].From.Add(reseller.Days(7))))
	}
	var rows []struct {
		Week int
		N    int64
	}
	if err := s.reads.WithContext(ctx).Raw(strings.Join(counts, " UNION ALL "), args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count registrations: %w", translate(err))
	}
	for _, r := range rows {
		list[r.Week].Registered = r.N
	}
	return list, nil
}
