package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// maxV2Keys is how many v2 keys an account may have that are not revoked. A request does not say which of them signed it,
// so the server tries each.
const maxV2Keys = 20

// AddSealedToken keeps a credential whose secret can be read again: sealed, and by the SHA-256 of the secret in
// hexadecimal. An account may have a limited number of them; one more is a KindConflict error.
func (s *Store) AddSealedToken(ctx context.Context, t reseller.SealedToken, hash string, by reseller.Actor) (reseller.Token, error) {
	if t.Kind != reseller.TokenV2 || len(t.Sealed) == 0 {
		return reseller.Token{}, errors.New("add token: only a v2 key is kept sealed, and it must be sealed")
	}
	return s.addToken(ctx, t, hash, by)
}

// roomForKey refuses a v2 key beyond the limit.
func roomForKey(tx *gorm.DB, row tokenRow) error {
	if row.Kind != string(reseller.TokenV2) {
		return nil
	}
	return roomFor(tx, &tokenRow{}, maxV2Keys, "v2 keys", "account_id = ? AND kind = ? AND revoked_at IS NULL", row.AccountID, row.Kind)
}

// V2Keys gives the v2 keys of an account that have not been revoked, oldest first, with their sealed secrets, in one
// statement. An address that is no account's and an account without keys both give no keys and the zero account.
func (s *Store) V2Keys(ctx context.Context, email string) (reseller.Account, []reseller.SealedToken, error) {
	var rows []struct {
		Token   tokenRow   `gorm:"embedded"`
		Account accountRow `gorm:"embedded;embeddedPrefix:a_"`
	}
	err := s.reads.WithContext(ctx).Raw("SELECT t.*, "+credentialAccount+`
		FROM accounts a JOIN tokens t ON t.account_id = a.id
		WHERE a.email = ? AND t.kind = ? AND t.revoked_at IS NULL ORDER BY t.id`, email, string(reseller.TokenV2)).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return reseller.Account{}, nil, translate(err)
	}
	keys := make([]reseller.SealedToken, len(rows))
	for i, row := range rows {
		token, err := row.Token.toToken()
		if err != nil {
			return reseller.Account{}, nil, fmt.Errorf("v2 keys: %w", err)
		}
		keys[i] = reseller.SealedToken{Token: token, Sealed: row.Token.Sealed}
	}
	account, err := rows[0].Account.toAccount()
	return account, keys, err
}
