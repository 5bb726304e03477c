package demo

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

// The account of the documentation's examples. Its credentials are public, so the demo listens on this machine only.
const (
	Email         = "test@exampledomain.com"
	OperatorEmail = "operator@exampledomain.com" // of the operator's person in the panel
	Token         = "AaLc8eNZWsZtWlT9LtT7NUha"   // public on purpose
	AuthCode      = "gd23h231s21"                // of the names in Foreign
	tokenName     = "demo (public)"
	credit        = 1000_00
)

// Foreign are the names that another registrar holds at first, to be transferred in.
var Foreign = []string{"transferme.com", "transferme.se", "transferme.nu"}

// Seller is what the demo's operator is called.
const Seller = "Nameyard"

// Nameservers are those of the demo's operator; no name server answers there.
var Nameservers = []string{"ns1.nameyard.example", "ns2.nameyard.example"}

// contact buys where a request names nobody.
var contact = reseller.Contact{
	FirstName: "Test", LastName: "Reseller", Company: "Example Reseller", Address1: "1 High Street", City: "London", Postcode: "N1 9GU",
	Country: "GB", Phone: "+44.2071234567", Email: Email,
}

//go:embed prices.csv
var prices string

// The databases that are no demo.
var (
	// ErrRevoked says that the demo's token was revoked in a database, so it is no demo any more.
	ErrRevoked = errors.New("the demo's token has been revoked in this database, so it is no demo any more")
	// ErrOthers says that a database has accounts of others.
	ErrOthers = errors.New("this database has accounts and is no demo")
)

// Prepare makes the documentation's account in an empty database, with credit, token and prices, and reports whether it did.
// A database that others use is left alone: ErrRevoked, ErrOthers.
func Prepare(ctx context.Context, s *store.Store) (fresh bool, err error) {
	token, _, err := s.Credential(ctx, reseller.HashToken(Token))
	switch {
	case err == nil && !token.RevokedAt.IsZero():
		return false, ErrRevoked
	case err == nil:
		return false, nil
	case !errors.Is(err, reseller.ErrNotFound):
		return false, err
	}
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return false, err
	}
	if len(accounts) > 1 || len(accounts) == 1 && accounts[0].Email != Email {
		return false, ErrOthers
	}
	return true, seed(ctx, s)
}

// seed writes prices, account, credit and, last, the token, so that one that was interrupted is taken up again.
func seed(ctx context.Context, s *store.Store) error {
	list, err := reseller.ParsePrices("prices.csv", strings.NewReader(prices))
	if err != nil {
		return err
	}
	if err := s.SetPrices(ctx, list, reseller.OperatorIn(ctx)); err != nil {
		return err
	}
	account, err := s.AccountByEmail(ctx, Email)
	if errors.Is(err, reseller.ErrNotFound) {
		account, err = s.AddAccount(ctx, reseller.Account{
			Email: Email, Name: "Example Reseller", Currency: "USD", Language: "en", DefaultContact: &contact,
		}, reseller.OperatorIn(ctx))
	}
	if err != nil {
		return err
	}
	err = s.MoveCredit(ctx, account, credit, "demo", "the demo's credit")
	if err != nil && !errors.Is(err, reseller.ErrDuplicate) {
		return err
	}
	_, err = s.AddToken(ctx, reseller.Token{AccountID: account.ID, Name: tokenName, Kind: reseller.TokenAPI}, reseller.HashToken(Token), reseller.OperatorIn(ctx))
	return err
}

// LiveToken finds the demo's token in a database where it opens an account: one that only the demo may serve.
func LiveToken(ctx context.Context, s *store.Store) (token reseller.Token, account reseller.Account, live bool, err error) {
	token, account, err = s.Credential(ctx, reseller.HashToken(Token))
	if errors.Is(err, reseller.ErrNotFound) {
		return token, account, false, nil
	}
	return token, account, err == nil && token.RevokedAt.IsZero(), err
}

// AddForeign puts the names in Foreign into the registry, unless they are or were there.
func AddForeign(ctx context.Context, r *sandbox.Registry) error {
	for _, full := range Foreign {
		sld, tld, _ := strings.Cut(full, ".")
		name, err := reseller.ParseName(sld, tld)
		if err != nil {
			return err
		}
		err = r.AddForeign(ctx, name, AuthCode, time.Time{}, false)
		if _, there := registry.AsRefusal(err); err != nil && !there {
			return err
		}
	}
	return nil
}

// EnsureKey makes a secret key in a file that is not there yet, readable for its owner only, and its folder.
func EnsureKey(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make the secret key: %w", err)
	}
	_, err = fmt.Fprintln(file, reseller.GenerateSecretKey())
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write the secret key %s: %w", path, err)
	}
	return nil
}
