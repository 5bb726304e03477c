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
	list := make([]reseller.NoticeChoice, len(reseller.NoticeKinds))
	for i, k := range reseller.NoticeKinds {
		list[i] = reseller.NoticeChoice{Kind: k.Kind, Way: reseller.NoticeNow}
		for _, c := range chosen {
			if c.Kind == k.Kind && reseller.CheckNotice(c) == nil {
				list[i].Way = c.Way
			}
		}
	}
	return list, nil
}

// ChangeNotices changes how the account hears of some kinds from now on. One that somebody else has changed since it was read stays as it is.
func (s *Service) ChangeNotices(ctx context.Context, call Call, changes []reseller.NoticeChange) error {
	for _, c := range changes {
		if err := reseller.CheckNotice(c.NoticeChoice); err != nil {
			return err
		}
	}
	return s.store.ChangeNoticeChoices(ctx, call.Caller.Account.ID, changes, call.actor())
}
