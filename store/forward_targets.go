package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
	"nameyard/zone"
)

type forwardTargetRow struct {
	ID         int64
	AccountID  int64
	Address    string
	Mailbox    string
	DomainName string
	State      string
	Asks       int
	TokenHash  *string
	WantedAt   time.Time
	AskedAt    *time.Time
	ExpiresAt  *time.Time
	AnsweredAt *time.Time
}

func (forwardTargetRow) TableName() string { return "forward_targets" }

func (r forwardTargetRow) toTarget() (reseller.ForwardTarget, error) {
	return reseller.ForwardTarget{
		ID: r.ID, AccountID: r.AccountID, Address: r.Address, Domain: r.DomainName, State: reseller.TargetState(r.State), Asks: r.Asks,
		AskedAt: zeroTime(r.AskedAt), ExpiresAt: zeroTime(r.ExpiresAt), AnsweredAt: zeroTime(r.AnsweredAt),
	}, nil
}

// SetAskTargets says whether addresses that saves bring into e-mail forwards are asked before they get any mail.
func (s *Store) SetAskTargets(ask bool) { s.askTargets.Store(ask) }

// wantTargets notes the targets that a save brings into the forwards of a name and that must be asked. Those that were there before stay as
// they are.
func (s *Store) wantTargets(tx *gorm.DB, domain int64, save zone.Save, body string) error {
	if save.Kind != zone.Mail || !s.askTargets.Load() && save.TargetsOf == 0 {
		return nil
	}
	wanted, err := unpack[[]zone.Forward](body, "mail zone")
	if err != nil {
		return err
	}
	var before zoneRow
	if err := tx.Where("domain_id = ? AND kind = ?", domain, string(zone.Mail)).Limit(1).Find(&before).Error; err != nil {
		return err
	}
	had, err := unpack[[]zone.Forward](before.Body, "mail zone")
	if err != nil {
		return err
	}
	old := zone.TargetsOf(had)
	added := slices.DeleteFunc(zone.TargetsOf(wanted), func(a string) bool { return slices.Contains(old, a) })
	if len(added) == 0 {
		return nil
	}
	var owner struct {
		AccountID int64
		Name      string
		Email     string
	}
	err = tx.Raw("SELECT d.account_id, d.name, a.email FROM domains d JOIN accounts a ON a.id = d.account_id WHERE d.id = ?", domain).Scan(&owner).Error
	if err != nil {
		return err
	}
	if save.TargetsOf != 0 {
		return s.takeTargetsAlong(tx, save.TargetsOf, owner.AccountID, added)
	}
	if added, err = strangers(tx, owner.AccountID, owner.Email, added); err != nil {
		return err
	}
	return s.addTargets(tx, owner.AccountID, owner.Name, added)
}

// strangers are the addresses that are neither the account's own nor in names of it.
func strangers(tx *gorm.DB, account int64, email string, addresses []string) ([]string, error) {
	var domains []string
	for _, a := range addresses {
		domains = append(domains, a[strings.LastIndexByte(a, '@')+1:])
	}
	var own []string
	err := tx.Raw("SELECT live_name FROM domains WHERE account_id = ? AND live_name IN ?", account, domains).Scan(&own).Error
	return slices.DeleteFunc(addresses, func(a string) bool {
		return a == strings.ToLower(email) || slices.Contains(own, a[strings.LastIndexByte(a, '@')+1:])
	}), err
}

// addTargets notes targets that wait to be asked; those that are known stay as they are.
func (s *Store) addTargets(tx *gorm.DB, account int64, name string, addresses []string) error {
	if len(addresses) == 0 {
		return nil
	}
	now := micro(s.clock.Now())
	rows := make([]forwardTargetRow, len(addresses))
	for i, a := range addresses {
		rows[i] = forwardTargetRow{
			AccountID: account, Address: a, Mailbox: reseller.ForwardTarget{Address: a}.Mailbox(), DomainName: name,
			State: string(reseller.TargetPending), WantedAt: now,
		}
	}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 100).Error; err != nil {
		return err
	}
	return tx.Exec("UPDATE forward_targets SET wanted_at = ? WHERE account_id = ? AND address IN ?", now, account, addresses).Error
}

// takeTargetsAlong has the targets that have not said yes to the account that gives a name not be taken for asked in the one that takes it.
func (s *Store) takeTargetsAlong(tx *gorm.DB, giver, taker int64, addresses []string) error {
	var rows []forwardTargetRow
	err := tx.Where("account_id = ? AND address IN ? AND state <> ?", giver, addresses, string(reseller.TargetVerified)).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	for i := range rows {
		rows[i].ID, rows[i].AccountID, rows[i].TokenHash, rows[i].WantedAt = 0, taker, nil, micro(s.clock.Now())
		if rows[i].State == string(reseller.TargetPending) {
			rows[i].Asks, rows[i].AskedAt, rows[i].ExpiresAt = 0, nil, nil
		}
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 100).Error
}

// ForwardTargets reads what is known of addresses, in lower case, as targets of an account.
func (s *Store) ForwardTargets(ctx context.Context, account int64, addresses []string) ([]reseller.ForwardTarget, error) {
	rows, err := rowsOf[forwardTargetRow](s.reads).Where("account_id = ? AND address IN ?", account, addresses).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read targets of forwards: %w", translate(err))
	}
	return each(rows, forwardTargetRow.toTarget)
}

// SilentTargets lists the targets that get no mail, of all accounts, in keyset pages after an id.
func (s *Store) SilentTargets(ctx context.Context, after int64, limit int) ([]reseller.ForwardTarget, error) {
	rows, err := rowsOf[forwardTargetRow](s.reads).Where("id > ? AND state <> ?", after, string(reseller.TargetVerified)).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list targets of forwards: %w", translate(err))
	}
	return each(rows, forwardTargetRow.toTarget)
}
