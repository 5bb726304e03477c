package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// sealedPlaces are the columns that hold what a secret key sealed. A column of bytes that is not here must be no secret of this kind:
// a test looks.
var sealedPlaces = []struct {
	name    string
	table   string
	key     string
	column  string
	bound   string // the column that its purpose is made of
	purpose func(bound string) string
}{
	{"v2 key", "tokens", "id", "sealed", "account_id", reseller.V2KeyPurposeOf},
	{"webhook secret", "webhook_endpoints", "id", "secret", "seal_id", reseller.WebhookPurpose},
	{"former webhook secret", "webhook_endpoints", "id", "old_secret", "seal_id", reseller.WebhookPurpose},
	{"auth code of order", "orders", "id", "auth_code", "tr_base", reseller.AuthCodePurpose},
	{"secret of codes", "passwords", "user_id", "totp", "user_id", reseller.TOTPPurpose},
	{"certificate file", "certificate_files", "name", "body", "name", reseller.CertificateFilePurpose},
}

// sealedAtOnce is how many sealed secrets are read, and sealed anew, at once.
const sealedAtOnce = 500

// EachSealed reads all that the database keeps sealed, by pages. Between them nothing is open, so that do may write.
func (s *Store) EachSealed(ctx context.Context, do func(page []reseller.Sealed) error) error {
	for place := range sealedPlaces {
		for after := ""; ; {
			page, err := s.sealedPage(ctx, place, after)
			if err != nil {
				return err
			}
			if len(page) == 0 {
				break
			}
			if err := do(page); err != nil {
				return err
			}
			after = page[len(page)-1].Row
		}
	}
	return nil
}

func (s *Store) sealedPage(ctx context.Context, place int, after string) ([]reseller.Sealed, error) {
	p := sealedPlaces[place]
	var rows []struct {
		Row   string `gorm:"column:row_key"`
		Bound string
		Value []byte
	}
	look := s.scans.WithContext(ctx).Table(p.table).Select(p.key + " AS row_key, " + p.bound + " AS bound, " + p.column + " AS value").
		Where(p.column + " IS NOT NULL")
	if after != "" {
		look = look.Where(p.key+" > ?", after)
	}
	err := look.Order(p.key).Limit(sealedAtOnce).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read what is sealed in %s: %w", p.table, translate(err))
	}
	page := make([]reseller.Sealed, len(rows))
	for i, r := range rows {
		page[i] = reseller.Sealed{Place: p.name, Row: r.Row, Purpose: p.purpose(r.Bound), Value: r.Value}
	}
	return page, nil
}

// reseal puts a new value in the place of an old one, unless that has changed or gone meanwhile.
func reseal(tx *gorm.DB, old reseller.Sealed, value []byte) error {
	for _, p := range sealedPlaces {
		if p.name == old.Place {
			return tx.Exec("UPDATE "+p.table+" SET "+p.column+" = ? WHERE "+p.key+" = ? AND "+p.column+" = ?", value, old.Row, old.Value).Error
		}
	}
	return fmt.Errorf("nothing is sealed as %q", old.Place)
}
