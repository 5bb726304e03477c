package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

type mailRow struct {
	ID        int64
	Cause     string
	AccountID int64
	DomainID  int64
	InvoiceID int64
	Kind      string
	Recipient string
	Subject   string
	BodyText  string
	BodyHTML  string `gorm:"column:body_html"`
	Term      *time.Time
	Expires   *time.Time
	HeldUntil *time.Time
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	State     string
	Attempts  int
	QueuedAt  time.Time
	NextTry   *time.Time
	SentAt    *time.Time
	Problem   string
}

func (mailRow) TableName() string { return "mails" }

func (r mailRow) toMail() (reseller.Mail, error) {
	return reseller.Mail{
		ID: r.ID, Cause: r.Cause, AccountID: r.AccountID, DomainID: r.DomainID, InvoiceID: r.InvoiceID, Kind: r.Kind, To: r.Recipient,
		Subject: r.Subject, Text: r.BodyText, HTML: r.BodyHTML, Term: zeroTime(r.Term), Expires: zeroTime(r.Expires), HeldUntil: zeroTime(r.HeldUntil),
		CreatedAt: r.CreatedAt.UTC(), State: reseller.MailState(r.State), Attempts: r.Attempts, QueuedAt: r.QueuedAt.UTC(),
		NextTry: zeroTime(r.NextTry), SentAt: zeroTime(r.SentAt), Problem: r.Problem,
	}, nil
}

// addMails writes mails that wait to be sent. One whose cause has a mail already is left out.
func (s *Store) addMails(tx *gorm.DB, mails []reseller.Mail) error {
	if len(mails) == 0 {
		return nil
	}
	wall, now := micro(s.clock.Wall()), micro(s.clock.Now())
	rows := make([]mailRow, len(mails))
	for i, m := range mails {
		rows[i] = mailRow{
			Cause: m.Cause, AccountID: m.AccountID, DomainID: m.DomainID, InvoiceID: m.InvoiceID, Kind: m.Kind, Recipient: m.To,
			Subject: clip(m.Subject, 1000), BodyText: m.Text, BodyHTML: m.HTML, Term: nullTime(m.Term), Expires: nullTime(m.Expires),
			CreatedAt: now, State: string(reseller.MailWaiting), QueuedAt: wall, NextTry: &wall,
		}
		if !m.HeldUntil.IsZero() {
			rows[i].State, rows[i].NextTry, rows[i].HeldUntil = string(reseller.MailHeld), nil, nullTime(m.HeldUntil)
		}
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 100).Error
}

// AddMails writes mails that wait to be sent, one for each cause for all time.
func (s *Store) AddMails(ctx context.Context, mails []reseller.Mail) error {
	if err := s.tx(ctx, func(tx *gorm.DB) error { return s.addMails(tx, mails) }); err != nil {
		return fmt.Errorf("write mails: %w", err)
	}
	return nil
}

// SaveNotices writes the mails that events led to and how far the events have been read, together. ErrConflict if the reader
// was elsewhere: another server has been by.
func (s *Store) SaveNotices(ctx context.Context, n reseller.Notices) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.takeCursor(tx, n.Reader, n.From, n.To); err != nil {
			return err
		}
		return s.addMails(tx, n.Mails)
	})
	if errors.Is(err, reseller.ErrDuplicate) {
		err = reseller.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("write notices: %w", err)
	}
	return nil
}

// KnownCauses tells which of some causes have a mail.
func (s *Store) KnownCauses(ctx context.Context, causes []string) (map[string]bool, error) {
	rows, err := rowsOf[mailRow](s.reads).Select("cause").Where("cause IN ?", causes).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for mails: %w", translate(err))
	}
	known := make(map[string]bool, len(rows))
	for _, r := range rows {
		known[r.Cause] = true
	}
	return known, nil
}

// DueMails lists mails whose time to be sent has come, the longest due first, at most limit.
func (s *Store) DueMails(ctx context.Context, limit int) ([]reseller.Mail, error) {
	rows, err := rowsOf[mailRow](s.reads).Where("next_try <= ?", micro(s.clock.Wall())).Order("next_try, id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list mails to be sent: %w", translate(err))
	}
	return each(rows, mailRow.toMail)
}

// ClaimMail begins an attempt to send a mail: until a wall time nobody else begins one. ErrConflict if somebody else has.
func (s *Store) ClaimMail(ctx context.Context, m reseller.Mail, until time.Time) (reseller.Mail, error) {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return expectOneRow(tx.Exec("UPDATE mails SET attempts = attempts + 1, next_try = ? WHERE id = ? AND attempts = ? AND next_try = ?",
			micro(until), m.ID, m.Attempts, micro(m.NextTry)))
	})
	if err != nil {
		return m, fmt.Errorf("claim mail %d: %w", m.ID, err)
	}
	m.Attempts++
	m.NextTry = until
	return m, nil
}

// MarkMail records how an attempt ended: the mail's state, next try and problem. ErrConflict if somebody has begun another
// attempt since.
func (s *Store) MarkMail(ctx context.Context, m reseller.Mail) error {
	row := mailRow{State: string(m.State), Problem: clip(m.Problem, 1000)}
	switch m.State {
	case reseller.MailWaiting:
		row.NextTry = nullTime(m.NextTry)
	case reseller.MailSent:
		row.SentAt = nullTime(s.clock.Wall())
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return expectOneRow(tx.Model(&mailRow{}).Where("id = ? AND attempts = ? AND state = ?", m.ID, m.Attempts, string(reseller.MailWaiting)).
			Select("state", "next_try", "sent_at", "problem").Updates(&row))
	})
	if err != nil {
		return fmt.Errorf("mark mail %d as %s: %w", m.ID, m.State, err)
	}
	return nil
}

// SearchMails lists mails, newest first.
func (s *Store) SearchMails(ctx context.Context, q reseller.MailSearch) ([]reseller.Mail, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.between("created_at", q.Written)
	chosen.equal("kind", q.Kind)
	if len(q.Kinds) > 0 {
		chosen.add("kind IN ?", q.Kinds)
	}
	chosen.equal("state", string(q.State))
	chosen.equal("recipient", q.To)
	some, err := s.ofDomain(ctx, &chosen, q.Name)
	var rows []mailRow
	switch {
	case err != nil || !some:
	case q.Account != 0 && q.To == "" && q.Written == (reseller.Between{}):
		rows, err = findBy[mailRow](ctx, s, s.by("mails", "mails_account_id_id_kind_state_domain_id"), chosen, q.Page)
	default:
		rows, err = find[mailRow](ctx, s.reads, chosen, q.Page)
	}
	if err != nil {
		return nil, fmt.Errorf("list mails: %w", translate(err))
	}
	return each(rows, mailRow.toMail)
}

// Mail finds a mail. ErrNotFound if there is none.
func (s *Store) Mail(ctx context.Context, id int64) (reseller.Mail, error) {
	row, err := rowsOf[mailRow](s.reads).Where("id = ?", id).Take(ctx)
	if err != nil {
		return reseller.Mail{}, fmt.Errorf("mail %d: %w", id, translate(err))
	}
	return row.toMail()
}
