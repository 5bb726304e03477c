package operator

import (
	"context"

	"nameyard/reseller"
)

// Notices are how an account hears of each kind of notices, in the order of reseller.NoticeKinds.
func (u Accounts) Notices(ctx context.Context, email string) ([]reseller.NoticeChoice, error) {
	a, err := u.Find(ctx, email)
	if err != nil {
		return nil, err
	}
	chosen, err := u.Store.NoticeChoices(ctx, a.ID)
	return reseller.AllNotices(chosen), err
}

// ChangeNotices changes how an account hears of some kinds from now on, all or none, within what it may choose itself. It gives how it hears of each kind then.
func (u Accounts) ChangeNotices(ctx context.Context, email string, changes []reseller.NoticeChoice) ([]reseller.NoticeChoice, error) {
	made := make([]reseller.NoticeChange, len(changes))
	for i, c := range changes {
		made[i].NoticeChoice = c
	}
	if err := reseller.CheckNotices(made); err != nil {
		return nil, err
	}
	a, err := u.Find(ctx, email)
	if err != nil {
		return nil, err
	}
	before, err := u.Store.NoticeChoices(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	// Changes come last, so that they count; what is rehearsed cannot be read again.
	return reseller.AllNotices(append(before, changes...)), u.Store.ChangeNoticeChoices(ctx, a.ID, made, reseller.OperatorIn(ctx))
}
