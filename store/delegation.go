package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// Delegations tells which live names but one have any of some hosts among their name servers: those of an account by name, as many
// as limit says, the others counted. It looks at every name, for what is asked before a host is deleted.
func (s *Store) Delegations(ctx context.Context, hosts []string, but reseller.Name, account int64, limit int) (reseller.Delegations, error) {
	var found reseller.Delegations
	if len(hosts) == 0 {
		return found, nil
	}
	using := s.scans.WithContext(ctx)
	for _, host := range hosts {
		using = using.Or("nameservers LIKE ?", `%"`+host+`"%`) // host names hold neither % nor _
	}
	names := s.scans.WithContext(ctx).Model(&domainRow{}).Where("live_name IS NOT NULL AND name <> ?", but.String()).Where(using).Session(&gorm.Session{})
	err := names.Where("account_id = ?", account).Count(&found.Own).Error
	if err == nil {
		err = names.Where("account_id <> ?", account).Count(&found.Others).Error
	}
	if err == nil && found.Own > 0 {
		err = names.Where("account_id = ?", account).Order("name").Limit(limit).Pluck("name", &found.Names).Error
	}
	if err != nil {
		return found, fmt.Errorf("look for names that use %v: %w", hosts, translate(err))
	}
	return found, nil
}
