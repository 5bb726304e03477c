package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type tokenRow struct {
	ID        int64
	AccountID int64
	Name      string
	Kind      string
	Hash      string
	Sealed    []byte
	Scopes    string
	CIDRs     string `gorm:"column:cidrs"`
	ExpiresAt *time.Time
	RevokedAt *time.Time
	LastUsed  *time.Time
	UsedFrom  string    `gorm:"column:last_used_from"`
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	SpendCap  *int64
	Budget    *int64
}

func (tokenRow) TableName() string { return "tokens" }

func (r tokenRow) toToken() (reseller.Token, error) {
	t := reseller.Token{
		ID: r.ID, AccountID: r.AccountID, Name: r.Name, Kind: reseller.TokenKind(r.Kind), ExpiresAt: zeroTime(r.ExpiresAt),
		RevokedAt: zeroTime(r.RevokedAt), LastUsed: zeroTime(r.LastUsed), CreatedAt: r.CreatedAt.UTC(), SpendCap: r.SpendCap, Budget: cmp.Or(zeroID(r.Budget), r.ID),
	}
	t.UsedFrom, _ = netip.ParseAddr(r.UsedFrom) // zero for ""
	for s := range strings.FieldsSeq(r.Scopes) {
		scope, _ := reseller.ParseScope(s) // an unknown one allows nothing
		t.Scopes = append(t.Scopes, scope)
	}
	for c := range strings.FieldsSeq(r.CIDRs) {
		p, err := netip.ParsePrefix(c)
		if err != nil {
			return t, fmt.Errorf("stored address list of token %d is damaged: %w", r.ID, err)
		}
		t.CIDRs = append(t.CIDRs, p)
	}
	return t, nil
}

// AddToken keeps a credential by the SHA-256 of its secret, in hexadecimal.
func (s *Store) AddToken(ctx context.Context, t reseller.Token, hash string, by reseller.Actor) (reseller.Token, error) {
	return s.addToken(ctx, reseller.SealedToken{Token: t}, hash, by)
}

func (s *Store) addToken(ctx context.Context, t reseller.SealedToken, hash string, by reseller.Actor) (reseller.Token, error) {
	row, err := s.newTokenRow(t, hash)
	if err != nil {
		return reseller.Token{}, err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.insertToken(tx, &row, by); err != nil {
			return err
		}
		return s.recordToken(tx, by, row)
	})
	if err != nil {
		return reseller.Token{}, fmt.Errorf("add token: %w", err)
	}
	return row.toToken()
}

// newTokenRow is the row of a credential to be kept by the hash of its secret.
func (s *Store) newTokenRow(t reseller.SealedToken, hash string) (tokenRow, error) {
	row := tokenRow{
		AccountID: t.AccountID, Kind: string(t.Kind), Hash: hash, Sealed: t.Sealed, CreatedAt: micro(s.clock.Wall()), SpendCap: t.SpendCap, Budget: nullID(t.Budget),
	}
	return row, row.set(t.Token)
}

// set takes over what can be changed of a credential.
func (r *tokenRow) set(t reseller.Token) error {
	var scopes, cidrs []string
	for _, sc := range t.Scopes {
		scopes = append(scopes, string(sc))
	}
	for _, c := range t.CIDRs {
		cidrs = append(cidrs, c.String())
	}
	r.Name, r.Scopes, r.CIDRs, r.ExpiresAt = t.Name, strings.Join(scopes, " "), strings.Join(cidrs, " "), nullTime(t.ExpiresAt)
	return errors.Join(fits(reseller.PathTokenName, r.Name, reseller.MaxTokenName), fits(reseller.PathCIDRs, r.CIDRs, 1024))
}

// rights are what the credential may do, which verify holds against the details of its records.
func (r *tokenRow) rights() string { return r.Scopes + " " + r.CIDRs }

// recordToken records a new credential.
func (s *Store) recordToken(tx *gorm.DB, by reseller.Actor, row tokenRow) error {
	is, err := tokenFacts(tx, row)
	if err != nil {
		return err
	}
	return s.record(tx, by, row.AccountID, "token.add", row.Name, row.rights(), made(is)...)
}

// maxTokens is how many credentials that can be used an account may make by itself.
const maxTokens = 100

// insertToken keeps a new credential.
func (s *Store) insertToken(tx *gorm.DB, row *tokenRow, by reseller.Actor) error {
	row.ID = 0
	if err := s.mustBeOpen(tx, row.AccountID); err != nil {
		return err
	}
	if err := roomForKey(tx, *row); err != nil {
		return err
	}
	if by.Caller {
		err := roomFor(tx, &tokenRow{}, maxTokens, "tokens that can be used", "account_id = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)",
			row.AccountID, row.CreatedAt)
		if err != nil {
			return err
		}
	}
	if err := s.keyStands(tx, row.Sealed); err != nil {
		return err
	}
	return tx.Create(row).Error
}

// roomFor refuses one more of what an account may have a number of.
func roomFor(tx *gorm.DB, row any, most int64, what, condition string, args ...any) error {
	var have int64
	err := tx.Model(row).Where(condition, args...).Count(&have).Error
	if err == nil && have >= most {
		err = reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "the account has %d %s, as many as it may have; nothing was made: end one first", have, what)
	}
	return err
}

// credentialAccount are the columns of the account a that a credential's answer carries along.
const credentialAccount = `a.id AS a_id, a.email AS a_email, a.name AS a_name, a.currency AS a_currency,
		a.tax_rate_ppm AS a_tax_rate_ppm, a.replay_seconds AS a_replay_seconds, a.language AS a_language, a.disabled AS a_disabled, a.price_group AS a_price_group,
		a.default_contact AS a_default_contact, a.created_at AS a_created_at, a.closed_at AS a_closed_at,
		a.spend_cap AS a_spend_cap, a.credit_floor AS a_credit_floor, a.disabled_reason AS a_disabled_reason,
		a.vat_number AS a_vat_number, a.billing_address AS a_billing_address`

// Credential finds a token by its hash together with its account, in one statement. ErrNotFound if there is none.
func (s *Store) Credential(ctx context.Context, hash string) (reseller.Token, reseller.Account, error) {
	var row struct {
		Token   tokenRow   `gorm:"embedded"`
		Account accountRow `gorm:"embedded;embeddedPrefix:a_"`
	}
	err := s.reads.WithContext(ctx).Raw("SELECT t.*, "+credentialAccount+`
		FROM tokens t JOIN accounts a ON a.id = t.account_id WHERE t.hash = ?`, hash).Take(&row).Error
	if err != nil {
		return reseller.Token{}, reseller.Account{}, fmt.Errorf("credential: %w", translate(err))
	}
	t, err := row.Token.toToken()
	if err != nil {
		return reseller.Token{}, reseller.Account{}, err
	}
	a, err := row.Account.toAccount()
	return t, a, err
}

// Tokens lists an account's credentials, newest last.
func (s *Store) Tokens(ctx context.Context, account int64) ([]reseller.Token, error) {
	rows, err := rowsOf[tokenRow](s.reads).Where("account_id = ?", account).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", translate(err))
	}
	return each(rows, tokenRow.toToken)
}

// TokenNames maps numbers of credentials to what they are called; those that there are not are left out.
func (s *Store) TokenNames(ctx context.Context, ids []int64) (map[int64]string, error) {
	rows, err := rowsOf[tokenRow](s.reads).Select("id, name").Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("names of tokens: %w", translate(err))
	}
	names := make(map[int64]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}

// RevokeToken ends a credential now. ErrConflict if it is not the account's or has been revoked.
func (s *Store) RevokeToken(ctx context.Context, account, id int64, by reseller.Actor) error {
	now := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		was, err := tokenNow(tx, account, id)
		if err != nil {
			return err
		}
		err = expectOneRow(tx.Model(&tokenRow{}).Where("id = ? AND account_id = ? AND revoked_at IS NULL", id, account).Update("revoked_at", now))
		if err != nil {
			return err
		}
		return s.record(tx, by, account, "token.revoke", fmt.Sprint(id), "", ended(was)...)
	})
	if err != nil {
		return fmt.Errorf("revoke token %d: %w", id, err)
	}
	return nil
}

// textOf is an address as it is kept; "" for none.
func textOf(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.WithZone("").Unmap().String()
}

// TouchTokens notes when tokens were last used, and from where. It is called now and then, not for each request.
func (s *Store) TouchTokens(ctx context.Context, used map[int64]reseller.TokenUse) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		for _, id := range slices.Sorted(maps.Keys(used)) { // in one order, so that two servers do not lock each other out
			row := tokenRow{LastUsed: nullTime(used[id].At), UsedFrom: textOf(used[id].From)}
			if err := tx.Model(&tokenRow{}).Where("id = ?", id).Select("last_used", "last_used_from").Updates(&row).Error; err != nil {
				return err
			}
		}
		return nil
	})
}
