package store

import (
	"context"
	"fmt"
)

// OwnPeople finds those of some e-mail addresses of users that sign or signed in to an account, and those that are of the operator's staff, or were. Those who
// were removed are known by the record of it; whoever is neither, was removed too long ago.
func (s *Store) OwnPeople(ctx context.Context, account int64, emails []string) (own, staff map[string]bool, err error) {
	own, staff = map[string]bool{}, map[string]bool{}
	if len(emails) == 0 {
		return own, staff, nil
	}
	var rows []struct {
		AccountID int64
		Email     string
	}
	err = s.reads.WithContext(ctx).Raw(`SELECT account_id, object AS email FROM `+s.by("audit", "audit_object_id")+` WHERE object IN ? AND action = 'user.remove' AND account_id IN ?
		UNION ALL SELECT account_id, email FROM users WHERE email IN ? AND account_id IN ?`, emails, []int64{account, 0}, emails, []int64{account, 0}).Scan(&rows).Error
	if err != nil {
		return own, staff, fmt.Errorf("people of account %d: %w", account, translate(err))
	}
	for _, r := range rows {
		if r.AccountID == account {
			own[r.Email] = true
		} else {
			staff[r.Email] = true
		}
	}
	return own, staff, nil
}

// OwnPeopleNow are the e-mail addresses of those who sign in to an account.
func (s *Store) OwnPeopleNow(ctx context.Context, account int64) ([]string, error) {
	users, err := s.AccountUsers(ctx, account)
	emails := make([]string, len(users))
	for i, u := range users {
		emails[i] = u.Email
	}
	return emails, err
}
