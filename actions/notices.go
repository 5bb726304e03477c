package actions

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
)

// Notices tells how the account hears of each kind of notices, in the order of reseller.NoticeKinds.
func (s *Service) Notices(ctx context.Context, call Call, _ struct{}) ([]reseller.NoticeChoice, error) {
	chosen, err := s.store.NoticeChoices(ctx, call.Caller.Account.ID)
	if err != nil {
		return nil, err
	}
	return reseller.AllNotices(chosen), nil
}

// ChangeNotices asks for other ways to hear of some kinds of notices.
type ChangeNotices struct {
	Changes []reseller.NoticeChange
	IfMatch IfMatch // of what Notices gives
}

// ChangeNotices changes how the account hears of some kinds from now on, all or none. Nothing is changed if somebody else has changed one of them
// since it was seen.
func (s *Service) ChangeNotices(ctx context.Context, call Call, r ChangeNotices) error {
	if err := reseller.CheckNotices(r.Changes); err != nil {
		return err
	}
	if len(r.IfMatch) > 0 {
		all, err := s.Notices(ctx, call, struct{}{})
		if err == nil {
			err = r.IfMatch.check(all)
		}
		if err != nil {
			return err
		}
		for i, c := range r.Changes {
			place := slices.IndexFunc(all, func(have reseller.NoticeChoice) bool { return have.Kind == c.Kind })
			r.Changes[i].Was = all[place].Way
		}
	}
	err := s.store.ChangeNoticeChoices(ctx, call.Caller.Account.ID, r.Changes, call.actor())
	if errors.Is(err, reseller.ErrConflict) {
		return movedOn()
	}
	return err
}
