package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type domainRow struct {
	ID              int64
	AccountID       int64
	Name            string
	TLD             string `gorm:"column:tld"`
	LiveName        *string
	State           string
	Version         int64
	RegisteredAt    *time.Time
	RegistryExpiry  *time.Time
	PaidThrough     *time.Time
	Nameservers     string
	Contacts        string
	Fields          string
	Hosts           string
	SecDNS          *string `gorm:"column:sec_dns"`
	Signing         *string
	SigningAt       *time.Time
	AheadUntil      *time.Time
	Verification    *string
	Holds           *string
	HeldAt          *time.Time
	Dispute         *string
	Locked          bool
	Privacy         bool
	AutoRenew       bool
	Invoiced        bool
	DNSManagement   bool `gorm:"column:dns_management"`
	EmailForwarding bool
	Removed         bool
	Reason          string
	CreatedAt       time.Time `gorm:"autoCreateTime:false"`
	ClosedAt        *time.Time
	Connector       *string
}

func (domainRow) TableName() string { return "domains" }

func fromDomain(d reseller.Domain) domainRow {
	r := domainRow{
		ID: d.ID, AccountID: d.AccountID, Name: d.Name.String(), TLD: d.Name.TLD(), State: string(d.State), Version: d.Version,
		RegisteredAt: nullTime(d.RegisteredAt), RegistryExpiry: nullTime(d.RegistryExpiry), PaidThrough: nullTime(d.PaidThrough),
		Nameservers: pack(d.Nameservers), Contacts: pack(d.Contacts), Fields: pack(d.Fields), Hosts: pack(d.Hosts), SecDNS: nullSecDNS(d.SecDNS), Signing: nullText(string(d.Signing)), SigningAt: nullTime(d.SigningAt), AheadUntil: nullTime(d.AheadUntil), Verification: nullVerification(d.Verification),
		Holds: nullHolds(d.Holds), Dispute: nullDispute(d.Dispute),
		Locked: d.Locked, Privacy: d.Privacy, AutoRenew: d.AutoRenew, Invoiced: d.Invoiced, DNSManagement: d.DNSManagement, EmailForwarding: d.EmailForwarding,
		Removed: d.Removed, Reason: clip(d.Reason, 1000), CreatedAt: micro(d.CreatedAt), ClosedAt: nullTime(d.ClosedAt),
		Connector: nullText(d.Connector),
	}
	if d.State.Live() {
		r.LiveName, r.HeldAt = &r.Name, nullTime(d.Holds.Since())
	}
	return r
}

func (r domainRow) toDomain() (reseller.Domain, error) {
	d := reseller.Domain{
		ID: r.ID, AccountID: r.AccountID, Name: reseller.NameOf(r.Name, r.TLD), State: reseller.DomainState(r.State), Version: r.Version,
		RegisteredAt: zeroTime(r.RegisteredAt), RegistryExpiry: zeroTime(r.RegistryExpiry), PaidThrough: zeroTime(r.PaidThrough), AheadUntil: zeroTime(r.AheadUntil),
		Locked: r.Locked, Privacy: r.Privacy, AutoRenew: r.AutoRenew, Invoiced: r.Invoiced, DNSManagement: r.DNSManagement, EmailForwarding: r.EmailForwarding,
		Removed: r.Removed, Reason: r.Reason, CreatedAt: r.CreatedAt.UTC(), ClosedAt: zeroTime(r.ClosedAt),
	}
	if r.Connector != nil {
		d.Connector = *r.Connector
	}
	var errs [8]error
	d.Nameservers, errs[0] = unpack[[]string](r.Nameservers, "name servers")
	d.Contacts, errs[1] = unpack[reseller.Contacts](r.Contacts, "contacts")
	d.Fields, errs[2] = unpack[map[string]string](r.Fields, "fields")
	d.Hosts, errs[3] = unpack[[]reseller.Host](r.Hosts, "hosts")
	if r.Signing != nil {
		d.Signing, d.SigningAt = reseller.DNSSECState(*r.Signing), zeroTime(r.SigningAt)
	}
	if r.SecDNS != nil {
		d.SecDNS, errs[4] = unpack[reseller.SecDNS](*r.SecDNS, "DNSSEC data")
	}
	if r.Verification != nil {
		d.Verification, errs[5] = unpack[reseller.Verification](*r.Verification, "verification")
	}
	if r.Holds != nil {
		d.Holds, errs[6] = unpack[reseller.Holds](*r.Holds, "holds")
	}
	if r.Dispute != nil {
		d.Dispute, errs[7] = unpack[reseller.DisputeLock](*r.Dispute, "dispute lock")
	}
	return d, errors.Join(errs[:]...)
}

// nullSecDNS is NULL where there is none, as servers of before leave it.
func nullSecDNS(data reseller.SecDNS) *string {
	if data.IsZero() {
		return nil
	}
	text := pack(data)
	return &text
}

const domainByName = `SELECT id, account_id, name, tld, live_name, state, version, registered_at, registry_expiry, paid_through,
	nameservers, contacts, fields, hosts, sec_dns, signing, signing_at, verification, holds, dispute, locked, privacy, auto_renew, invoiced, dns_management, email_forwarding, removed, reason, created_at, closed_at, connector
	` + fromNewest

const nameserversByName = `SELECT state, nameservers, removed ` + fromNewest

// fromNewest finds the row of a name in an account: the live one, or else the newest closed one. A draft is no name yet.
const fromNewest = `FROM domains WHERE account_id = ? AND name = ? AND state <> 'draft' ORDER BY live_name IS NULL, id DESC LIMIT 1`

// targets are the places for the columns of domainByName, in their order.
func (r *domainRow) targets() []any {
	return []any{
		&r.ID, &r.AccountID, &r.Name, &r.TLD, &r.LiveName, &r.State, &r.Version, &r.RegisteredAt, &r.RegistryExpiry, &r.PaidThrough,
		&r.Nameservers, &r.Contacts, &r.Fields, &r.Hosts, &r.SecDNS, &r.Signing, &r.SigningAt, &r.Verification, &r.Holds, &r.Dispute, &r.Locked, &r.Privacy, &r.AutoRenew, &r.Invoiced, &r.DNSManagement, &r.EmailForwarding,
		&r.Removed, &r.Reason, &r.CreatedAt, &r.ClosedAt, &r.Connector,
	}
}

// Domain finds a name in an account: the live row, or else the newest closed one. ErrNotFound if the account never had
// it; what other accounts have does not exist here.
func (s *Store) Domain(ctx context.Context, account int64, name reseller.Name) (reseller.Domain, error) {
	var row domainRow
	err := s.hot.row(ctx, domainByName, []any{account, name.String()}, row.targets()...)
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("domain %s: %w", name, translate(err))
	}
	return row.toDomain()
}

// Nameservers reads of a name in an account only what the most frequent question needs. It finds the row that Domain finds.
// ErrNotFound too if the name is out of the account's view.
func (s *Store) Nameservers(ctx context.Context, account int64, name reseller.Name) (reseller.DomainState, []string, error) {
	var state, body string
	var removed bool
	if err := s.hot.row(ctx, nameserversByName, []any{account, name.String()}, &state, &body, &removed); err != nil {
		return "", nil, fmt.Errorf("name servers of %s: %w", name, translate(err))
	}
	if removed {
		return "", nil, fmt.Errorf("name servers of %s: out of view: %w", name, reseller.ErrNotFound)
	}
	hosts, err := unpack[[]string](body, "name servers")
	return reseller.DomainState(state), hosts, err
}

// DomainByID finds a row by id, whosever it is: for orders and jobs, which act for the operator.
func (s *Store) DomainByID(ctx context.Context, id int64) (reseller.Domain, error) {
	row, err := rowsOf[domainRow](s.reads).Where("id = ?", id).Take(ctx)
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("domain %d: %w", id, translate(err))
	}
	return row.toDomain()
}

// LiveDomain finds the live row of a name, whosever it is: for orders and jobs.
func (s *Store) LiveDomain(ctx context.Context, name reseller.Name) (reseller.Domain, error) {
	row, err := rowsOf[domainRow](s.reads).Where("live_name = ?", name.String()).Take(ctx)
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("live domain %s: %w", name, translate(err))
	}
	return row.toDomain()
}

// LiveDomainsOf finds the live rows of some names in an account. What it has not is missing.
func (s *Store) LiveDomainsOf(ctx context.Context, account int64, names []reseller.Name) ([]reseller.Domain, error) {
	full := make([]string, len(names))
	for i, name := range names {
		full[i] = name.String()
	}
	rows, err := rowsOf[domainRow](s.scans).Table(s.by("domains", "domains_account_id_name")).
		Where("account_id = ? AND name IN ? AND live_name IS NOT NULL", account, full).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("live domains of account %d: %w", account, translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// ExpiredDomains lists active names whose registry expiry is before a time and all that have been deleted and are not gone
// yet, in keyset pages after an id: what the lifecycle job looks at.
func (s *Store) ExpiredDomains(ctx context.Context, before time.Time, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.reads).Where("(state = ? AND registry_expiry < ? OR state IN ?) AND id > ?",
		string(reseller.DomainActive), micro(before), []string{string(reseller.DomainRedemption), string(reseller.DomainPendingDelete)}, after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list expired domains: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// RenewalCandidates lists active names under some TLDs with auto-renew on, paid through a time at most, whose next term is
// not invoiced: in the order of that date, in keyset pages after a name.
func (s *Store) RenewalCandidates(ctx context.Context, tlds []string, until time.Time, after reseller.Domain, limit int) ([]reseller.Domain, error) {
	query := rowsOf[domainRow](s.reads).Where("auto_renew = ? AND invoiced = ? AND state = ? AND tld IN ? AND paid_through <= ?",
		true, false, string(reseller.DomainActive), tlds, micro(until))
	if after.ID != 0 {
		query = query.Where("paid_through >= ? AND (paid_through > ? OR id > ?)", micro(after.PaidThrough), micro(after.PaidThrough), after.ID)
	}
	rows, err := query.Order("paid_through, id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names to renew: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// NextPaidThrough is the first date after a time that an active name under one of some TLDs is paid through; zero if none.
func (s *Store) NextPaidThrough(ctx context.Context, tlds []string, after time.Time) (time.Time, error) {
	rows, err := rowsOf[domainRow](s.reads).Select("paid_through").Where("state = ? AND tld IN ? AND paid_through > ?",
		string(reseller.DomainActive), tlds, micro(after)).Order("paid_through").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, translate(err)
	}
	return zeroTime(rows[0].PaidThrough), nil
}

// OverdueDomains lists active names under some TLDs that are paid through a time before the given one, in keyset pages after
// an id.
func (s *Store) OverdueDomains(ctx context.Context, tlds []string, before time.Time, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.reads).Where("state = ? AND tld IN ? AND paid_through < ? AND id > ?",
		string(reseller.DomainActive), tlds, micro(before), after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list overdue names: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// ChangeDomain applies a change that is only ours (auto-renew, DNS management …) or that the registry reported, to the row
// as it is at that moment. apply may run more than once and must depend on nothing but its argument.
func (s *Store) ChangeDomain(ctx context.Context, id int64, by reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error) {
	var d reseller.Domain
	err := s.tx(ctx, func(tx *gorm.DB) error {
		before, after, err := s.changeDomain(tx, id, apply)
		if err != nil {
			return err
		}
		d = after
		if err := s.cancelTermInvoices(tx, before, after); err != nil {
			return err
		}
		if err := s.tellState(tx, before, after); err != nil {
			return err
		}
		return s.recordSettings(tx, by, action, before, d)
	})
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("change domain %d: %w", id, err)
	}
	return d, nil
}

// tellState tells an account of a state that the registry has put its name into.
func (s *Store) tellState(tx *gorm.DB, before, after reseller.Domain) error {
	kind := stateEvents[after.State]
	if kind == "" || after.State == before.State {
		return nil
	}
	return addEvent(tx, reseller.DomainEvent(kind, after, after.Reason, s.clock.Now()))
}

// recordSettings writes the audit record of a change of what is only ours.
func (s *Store) recordSettings(tx *gorm.DB, by reseller.Actor, action string, before, d reseller.Domain) error {
	return s.record(tx, by, d.AccountID, action, d.Name.String(), fmt.Sprintf("auto_renew=%t dns=%t mail=%t state=%s paid_through=%s",
		d.AutoRenew, d.DNSManagement, d.EmailForwarding, d.State, d.PaidThrough.Format(time.DateOnly)), between(domainFacts(before), domainFacts(d))...)
}

// stateEvents are what accounts are told when the registry has put a name into a state by itself.
var stateEvents = map[reseller.DomainState]string{
	reseller.DomainRedemption: reseller.EventRedemptionStarted, reseller.DomainDeleted: reseller.EventDeleted,
	reseller.DomainTransferredAway: reseller.EventTransferredAway,
}

// changeDomain reads a row, applies a change and writes it back, guarded by the row's version: if somebody else wrote it in
// between, the whole transaction runs again. It gives the row before and after, for cancelTermInvoices.
func (s *Store) changeDomain(tx *gorm.DB, id int64, apply func(*reseller.Domain) error) (before, after reseller.Domain, err error) {
	var row domainRow
	if err := tx.Where("id = ?", id).Take(&row).Error; err != nil {
		return before, after, err
	}
	if before, err = row.toDomain(); err != nil {
		return before, after, err
	}
	after = before
	if err := apply(&after); err != nil {
		return before, after, err
	}
	after.Version = row.Version + 1
	after.Invoiced = before.Invoiced && !termChanged(before, after)
	changed := fromDomain(after)
	err = expectOneRow(tx.Model(&domainRow{}).Where("id = ? AND version = ?", id, row.Version).
		Select("*").Omit("id", "account_id", "name", "tld", "created_at", "connector").Updates(&changed)) // where it is, only RebindDomain changes
	if errors.Is(err, reseller.ErrConflict) {
		err = errOvertaken
	}
	if err == nil && serversChanged(row, changed) {
		err = indexServers(tx, changed)
	}
	if err == nil {
		err = keepDeletion(tx, before, after)
	}
	freed := false
	if err == nil && after.PaidThrough.After(before.PaidThrough) {
		freed, err = unflag(tx, id)
	}
	if err == nil && (freed || publishedOtherwise(before, after, s.clock.Now())) {
		err = errors.Join(s.raiseSerial(tx, id), s.noteIdleForwards(tx, id))
	}
	return before, after, err
}

// lockDomain takes the write lock of a domain row by writing it. Reading a row with a lock would protect nothing on a
// cluster; a written row does.
func lockDomain(tx *gorm.DB, id int64) error {
	return expectOneRow(tx.Exec("UPDATE domains SET version = version + 1 WHERE id = ?", id))
}
