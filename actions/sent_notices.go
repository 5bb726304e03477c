package actions

import (
	"context"
	"slices"
	"strings"

	"nameyard/reseller"
)

// SentNotices chooses mails that were written to the account. The zero value means all but those to its people.
type SentNotices struct {
	Page
	Personal bool   // also those about how the account's people sign in
	Kind     string // one of reseller.MailKinds
	State    reseller.MailState
	Name     string           // that they are about: a name, or a pattern in which * stands for any text
	Written  reseller.Between // business time
}

// SentNotices lists mails that were written to the account, sent or not, newest first. None of them holds a secret: links are made when a mail is sent.
func (s *Service) SentNotices(ctx context.Context, call Call, r SentNotices) (Paged[reseller.Mail], error) {
	q := reseller.MailSearch{
		Account: call.Caller.Account.ID, Kind: r.Kind, Kinds: reseller.MailKinds(r.Personal), State: r.State, Written: r.Written, Page: r.keyset(true),
	}
	var bad reseller.Faults
	if r.Kind != "" && !slices.Contains(q.Kinds, r.Kind) {
		bad.Add(reseller.Invalid(reseller.PathKind, "%.40q is no kind of mails, such as registered or renewal_invoice", r.Kind))
	}
	if r.State != "" && !slices.Contains(reseller.MailStates, r.State) {
		bad.Add(reseller.Invalid(reseller.PathStatus, "%.40q is no state of mails: use %s", r.State, mailStates()))
	}
	var err error
	q.Name, err = reseller.ParseNamePattern(r.Name)
	if bad.Add(err); bad.Err() != nil {
		return Paged[reseller.Mail]{}, bad.Err()
	}
	found, err := s.store.SearchMails(ctx, q)
	return paged(found, r.limit(), func(m reseller.Mail) int64 { return m.ID }), err
}

func mailStates() string {
	states := make([]string, len(reseller.MailStates))
	for i, state := range reseller.MailStates {
		states[i] = string(state)
	}
	return strings.Join(states, ", ")
}
