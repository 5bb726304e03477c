package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

// SetMailMX says which host takes the mail of e-mail forwards. From then on accounts are told of names whose forwards have no effect beside a
// mail server of the name's own.
func (s *Store) SetMailMX(host string) { s.mailMX.Store(&host) }

// forwardsListed is how many forwards the event lists that have no effect.
const forwardsListed = 20

// noteIdleForwards tells an account once that the forwards of a name have no effect, when a change makes that so. Once they have, it may
// become so again, and is told again.
func (s *Store) noteIdleForwards(tx *gorm.DB, domain int64) error {
	mx := s.mailMX.Load()
	if mx == nil {
		return nil
	}
	var d struct {
		Name            string
		TLD             string `gorm:"column:tld"`
		AccountID       int64
		DNSManagement   bool `gorm:"column:dns_management"`
		EmailForwarding bool
		ForwardsIdle    bool
		Mail, Records   string
	}
	err := tx.Raw(`SELECT d.name, d.tld, d.account_id, d.dns_management, d.email_forwarding, d.forwards_idle, COALESCE(m.body, '') AS mail, COALESCE(r.body, '') AS records
		FROM domains d LEFT JOIN zone_documents m ON m.domain_id = d.id AND m.kind = ? LEFT JOIN zone_documents r ON r.domain_id = d.id AND r.kind = ?
		WHERE d.id = ?`, string(zone.Mail), string(zone.DNS), domain).Scan(&d).Error
	if err != nil {
		return err
	}
	forwards, err := unpack[[]zone.Forward](d.Mail, "mail zone")
	if err != nil {
		return err
	}
	why := ""
	if len(forwards) > 0 && d.DNSManagement && d.EmailForwarding {
		records, err := unpack[[]zone.Record](d.Records, "dns zone")
		if err != nil {
			return err
		}
		why = zone.WithoutEffect(reseller.NameOf(d.Name, d.TLD), records, *mx)
	}
	idle := why != ""
	if idle == d.ForwardsIdle {
		return nil
	}
	if err := tx.Exec("UPDATE domains SET forwards_idle = ? WHERE id = ?", idle, domain).Error; err != nil || !idle {
		return err
	}
	e := reseller.Event{
		AccountID: d.AccountID, DomainID: domain, Kind: reseller.EventForwardsIdle, At: micro(s.clock.Now()),
		Detail: reseller.EventDetail{Name: d.Name, Count: len(forwards), Reason: why},
	}
	for _, f := range forwards[:min(len(forwards), forwardsListed)] {
		e.Detail.Forwards = append(e.Detail.Forwards, f.Prefix+"@"+d.Name+" → "+f.ForwardTo)
	}
	return addEvent(tx, e)
}
