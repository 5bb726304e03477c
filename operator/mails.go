package operator

import (
	"context"
	"fmt"

	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/store"
)

// Mails are notices that were sent or wait to be.
type Mails struct {
	Store  *store.Store
	Clock  reseller.Clock // for Test
	Mailer notices.Mailer // for Test
}

// List lists the mails of an account, of all for "", newest first and at most limit.
func (u Mails) List(ctx context.Context, email string, limit int) ([]reseller.Mail, error) {
	var account reseller.Account
	if email != "" {
		var err error
		if account, err = (Accounts{u.Store}).Find(ctx, email); err != nil {
			return nil, err
		}
	}
	return u.Store.Mails(ctx, account.ID, limit)
}

// Find gives one mail with its text.
func (u Mails) Find(ctx context.Context, id int64) (reseller.Mail, error) {
	return u.Store.Mail(ctx, id)
}

// Test sends a test mail, past the outbox, and reports how that went.
func (u Mails) Test(ctx context.Context, to string) error {
	session, err := u.Mailer.Open(ctx)
	if err != nil {
		return err
	}
	now := u.Clock.Wall()
	err = session.Send(ctx, notices.Message{
		Key: fmt.Sprintf("test-%d", now.UnixNano()), Kind: "test", To: to, Subject: "Nameyard can send mail", Written: now,
		Text: "This is a test. Notices about names, invoices and credit will come from this address.\n",
	})
	if err != nil {
		return err
	}
	return session.Close()
}
