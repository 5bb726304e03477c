package actions

import (
	"context"

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

// ChangeNotices changes how the account hears of some kinds from now on, all or none. One that somebody else has changed since it was read stays as it is.
func (s *Service) ChangeNotices(ctx context.Context, call Call, changes []reseller.NoticeChange) error {
	if err := reseller.CheckNotices(changes); err != nil {
		return err
	}
	return s.store.ChangeNoticeChoices(ctx, call.Caller.Account.ID, changes, call.actor())
}
