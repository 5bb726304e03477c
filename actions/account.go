package actions

import (
	"context"

	"nameyard/reseller"
)

// ShowAccount gives the account as it is now.
func (s *Service) ShowAccount(ctx context.Context, call Call, _ struct{}) (reseller.Account, error) {
	return s.store.Account(ctx, call.Caller.Account.ID)
}

// ChangeAccount asks for a change of what an account may change of itself; nil leaves it as it is.
type ChangeAccount struct {
	Language       *string           // of notices, invoices and the panel
	DefaultContact *reseller.Contact // used where an order names no contacts; a zero contact takes it away
	IfMatch        IfMatch           // of AccountSet
}

// ChangeAccount changes the account's own settings. Registrations from now on use the new contact; names keep theirs.
func (s *Service) ChangeAccount(ctx context.Context, call Call, r ChangeAccount) (reseller.Account, error) {
	var bad reseller.Faults
	if r.Language != nil {
		bad.Add(reseller.CheckLanguage(*r.Language))
	}
	var contact *reseller.Contact
	if r.DefaultContact != nil && *r.DefaultContact != (reseller.Contact{}) {
		checked, err := checkContact(*r.DefaultContact, reseller.RoleRegistrant)
		bad.Add(err)
		contact = &checked
	}
	if err := bad.Err(); err != nil {
		return reseller.Account{}, err
	}
	return s.store.ChangeAccount(ctx, call.Caller.Account.ID, call.actor(), "ChangeAccount", func(a *reseller.Account) error {
		if err := r.IfMatch.check(AccountSet(*a)); err != nil {
			return err
		}
		if r.Language != nil {
			a.Language = *r.Language
		}
		if r.DefaultContact != nil {
			a.DefaultContact = contact
		}
		return nil
	})
}
