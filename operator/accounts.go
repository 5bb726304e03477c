package operator

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// Accounts are the resellers.
type Accounts struct{ Store *store.Store }

// NewAccount asks for an account.
type NewAccount struct {
	Email    string // the public half of its credentials
	Name     string
	Currency string // ISO 4217, for good: the account buys in this one only
	AccountSettings
}

// AccountChange asks for a change of an account; nil leaves what it is about as it is.
type AccountChange struct {
	Email *string // as Accounts.Rename
	Name  *string
	AccountSettings
}

// AccountSettings is what can be set of an account, when it is made and later; nil leaves it as it is.
type AccountSettings struct {
	TaxRatePPM   *int64         // tax that is added to each line, in parts per million
	ReplayWindow *time.Duration // in which an equal renewal counts as a repeat, in whole seconds; 0 is the server's own
	Language     *string        // of notices
	SpendCap     *string        // most that its callers may spend on a UTC day, in its currency; "none" = no cap
	CreditFloor  *string        // it is told when its available credit falls below, in its currency; "none" = never
	PriceGroup   *string        // whose prices it pays where it has none of its own; "" and reseller.NoPriceGroup are none
	VATNumber    *string        // for its invoices; "" = none
	Address      *string        // for its invoices: lines, without its name; "" = none
	ClearContact bool           // takes the default contact away, before Contact
	// Contact are fields of the default contact, by their JSON names; those that are not given stay as they are.
	Contact map[string]string
}

// apply changes an account. All that is wrong with the settings is told.
func (s AccountSettings) apply(a *reseller.Account) error {
	var bad reseller.Faults
	if s.TaxRatePPM != nil {
		if a.TaxRatePPM = *s.TaxRatePPM; a.TaxRatePPM < 0 || a.TaxRatePPM > 1_000_000 {
			bad.Add(invalid(PathTaxRate, "%s is %d parts per million, it must be 0 to 1,000,000", PathTaxRate, a.TaxRatePPM))
		}
	}
	if s.ReplayWindow != nil {
		a.ReplayWindow = s.ReplayWindow.Truncate(time.Second)
	}
	if s.Language != nil {
		bad.Add(reseller.CheckLanguage(*s.Language))
		a.Language = *s.Language
	}
	bad.Add(setLines(&a.VATNumber, s.VATNumber, PathVATNumber, 1, 40))
	bad.Add(setLines(&a.BillingAddress, s.Address, PathBillingAddress, 6, 1000))
	bad.Add(setAmount(&a.SpendCap, s.SpendCap, PathSpendCap, a.Currency))
	bad.Add(setAmount(&a.CreditFloor, s.CreditFloor, PathCreditFloor, a.Currency))
	if s.PriceGroup != nil {
		if a.PriceGroup = *s.PriceGroup; a.PriceGroup == reseller.NoPriceGroup {
			a.PriceGroup = ""
		}
		if a.PriceGroup != "" {
			bad.Add(reseller.CheckPriceGroup(a.PriceGroup))
		}
	}
	if s.ClearContact {
		a.DefaultContact = nil
	}
	if len(s.Contact) > 0 {
		contact, err := contactWith(a.DefaultContact, s.Contact)
		bad.Add(err)
		a.DefaultContact = &contact
	}
	return bad.Err()
}

// contactWith lays fields over a contact and checks the whole.
func contactWith(base *reseller.Contact, fields map[string]string) (reseller.Contact, error) {
	var contact reseller.Contact
	if base != nil {
		contact = *base
	}
	var bad reseller.Faults
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if text := contact.Text(field); text != nil {
			*text = fields[field]
		} else {
			bad.Add(invalid(PathContact, "%s: a contact has no field %.40q; nothing was set: %s", PathContact, field, HintContactFields))
		}
	}
	checked, err := reseller.CheckContact(contact, reseller.RoleRegistrant)
	bad.AddEach(err, func(fault *reseller.Error) *reseller.Error {
		return invalid(PathContact, "%s %s: %s; nothing was set", PathContact, fault.Field, reseller.Inner(fault))
	})
	return checked, bad.Err()
}

// Check reports what is wrong with the request.
func (n NewAccount) Check() error {
	_, err := n.account()
	return err
}

// account is what is asked for.
func (n NewAccount) account() (reseller.Account, error) {
	var bad reseller.Faults
	email, err := accountEmail(n.Email)
	bad.Add(err)
	a := reseller.Account{Email: email, Name: strings.TrimSpace(n.Name), Currency: n.Currency, Language: "en"}
	if !bad.Add(checkCurrency(n.Currency)) {
		n.SpendCap, n.CreditFloor = nil, nil // nothing says what amounts are then
	}
	if a.Name == "" {
		bad.Add(invalid(PathAccountName, "%s is empty", PathAccountName))
	}
	bad.Add(n.apply(&a))
	return a, bad.Err()
}

// Add makes an account.
func (u Accounts) Add(ctx context.Context, n NewAccount) (reseller.Account, error) {
	a, err := n.account()
	if err != nil {
		return a, err
	}
	made, err := u.Store.AddAccount(ctx, a, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrDuplicate) {
		if _, err := u.open(ctx, a.Email); err != nil {
			return a, err
		}
		return a, refused("there is an account %s already; change it with %s", a.Email, HintChangeAccount)
	}
	return made, err
}

func checkCurrency(currency string) error {
	if reseller.KnownCurrency(currency) {
		return nil
	}
	return invalid(PathCurrency, "%s is %.20q, it must be three capital letters of ISO 4217 and in use, for example USD", PathCurrency, currency)
}

// Change changes what is given of an account and leaves the rest: all of it, or nothing.
func (u Accounts) Change(ctx context.Context, email string, c AccountChange) (reseller.Account, error) {
	changed, err := u.change(ctx, email, "set", func(a *reseller.Account) (err error) {
		var bad reseller.Faults
		if c.Email != nil {
			a.Email, err = accountEmail(*c.Email)
			bad.Add(err)
		}
		if c.Name != nil {
			if a.Name = strings.TrimSpace(*c.Name); a.Name == "" {
				bad.Add(invalid(PathAccountName, "%s is empty", PathAccountName))
			}
		}
		bad.Add(c.apply(a))
		return bad.Err()
	})
	if c.Email != nil && errors.Is(err, reseller.ErrDuplicate) {
		err = taken(*c.Email)
	}
	return changed, err
}

// taken is the refusal of an address that another account has.
func taken(email string) error {
	return refused("there is an account %s already; nothing was changed", strings.ToLower(email))
}

// maxReason is how many characters a reason has at most.
const maxReason = 500

// Disable refuses all requests of an account from now on and nothing else: its names stay, and those with auto-renew on go on
// being renewed from its credit. The reason is for the operator; "" = none is given.
func (u Accounts) Disable(ctx context.Context, email, reason string) (reseller.Account, error) {
	return u.change(ctx, email, "disable", func(a *reseller.Account) error {
		a.Disabled = true
		return setLines(&a.DisabledReason, &reason, PathReason, 1, maxReason)
	})
}

// AtStake are the names that an account loses when its renewals are stopped: those that are renewed automatically, by the end of their
// paid time, at most limit of them, and how many there are, counted up to most.
func (u Accounts) AtStake(ctx context.Context, email string, limit, most int) (names []reseller.Domain, all int, err error) {
	a, err := u.open(ctx, email)
	if err != nil {
		return nil, 0, err
	}
	if names, err = u.Store.FirstByEnd(ctx, a.ID, true, limit); err != nil {
		return nil, 0, err
	}
	all, err = u.Store.CountByEnd(ctx, a.ID, true, most)
	return names, all, err
}

// StopRenewals disables an account and switches automatic renewal off for all its names: they expire when their paid time ends. The
// account and the operator are told by mail, which and when. Enable does not switch it on again. It gives how many names it was, and does
// nothing if there are not as many at stake as somebody was shown (AtStake).
func (u Accounts) StopRenewals(ctx context.Context, email string, shown int, reason string) (reseller.Account, int, error) {
	a, err := u.open(ctx, email)
	if err == nil {
		err = setLines(&a.DisabledReason, &reason, PathReason, 1, maxReason)
	}
	if err != nil {
		return a, 0, err
	}
	names, err := u.Store.StopRenewals(ctx, a.ID, shown, a.DisabledReason, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrConflict) {
		err = refused("there are not %d names of %s any more that are renewed automatically, and nothing was changed: look at them again", shown, a.Email)
	}
	a.Disabled = err == nil
	return a, names, err
}

// Rename gives an account another e-mail address, under which it signs in from now on and gets its mails. A closed one may be renamed,
// too, so that its address is free for another account.
func (u Accounts) Rename(ctx context.Context, email, to string) (reseller.Account, error) {
	a, err := u.Find(ctx, email)
	if err != nil {
		return a, err
	}
	clean, err := accountEmail(to)
	if err != nil {
		return a, err
	}
	renamed, err := u.Store.RenameAccount(ctx, a.ID, clean, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrDuplicate) {
		return a, taken(clean)
	}
	return renamed, err
}

// Enable lets a disabled account in again.
func (u Accounts) Enable(ctx context.Context, email string) (reseller.Account, error) {
	return u.change(ctx, email, "enable", func(a *reseller.Account) error { a.Disabled, a.DisabledReason = false, ""; return nil })
}

// change changes an account as it is now.
func (u Accounts) change(ctx context.Context, email, what string, change func(*reseller.Account) error) (reseller.Account, error) {
	a, err := u.open(ctx, email)
	if err != nil {
		return a, err
	}
	return u.Store.ChangeAccount(ctx, a.ID, reseller.OperatorIn(ctx), what, change)
}

// Find finds an account by its e-mail address.
func (u Accounts) Find(ctx context.Context, email string) (reseller.Account, error) {
	clean, err := accountEmail(email)
	if err != nil {
		return reseller.Account{}, err
	}
	a, err := u.Store.AccountByEmail(ctx, clean)
	if errors.Is(err, reseller.ErrNotFound) {
		return a, notFound("there is no account %s; %s shows them", clean, HintListAccounts)
	}
	return a, err
}

// accountEmail brings an account's e-mail address to the form that is kept: lower case.
func accountEmail(email string) (string, error) {
	clean, err := reseller.CheckEmail(email)
	return strings.ToLower(clean), err
}

// List lists the accounts.
func (u Accounts) List(ctx context.Context) ([]reseller.Account, error) { return u.Store.Accounts(ctx) }

// Choose lists accounts, newest first.
func (u Accounts) Choose(ctx context.Context, c reseller.AccountChoice) ([]reseller.Account, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	if c.State != "" && !slices.Contains(reseller.AccountStates, c.State) {
		return nil, invalid(PathState, "%s is %q, it must be enabled, disabled or closed", PathState, c.State)
	}
	return u.Store.ChooseAccounts(ctx, c)
}

// Search lists accounts with their balances and how many names are in them.
func (u Accounts) Search(ctx context.Context, q reseller.AccountSearch) ([]reseller.AccountSummary, error) {
	if err := checkPage(reseller.Page{Limit: q.Limit}); err != nil {
		return nil, err
	}
	return u.Store.SearchAccounts(ctx, q)
}

// ByID finds an account by its id.
func (u Accounts) ByID(ctx context.Context, id int64) (reseller.Account, error) {
	a, err := u.Store.Account(ctx, id)
	if errors.Is(err, reseller.ErrNotFound) {
		err = notFound("there is no account %d; %s shows them", id, HintListAccounts)
	}
	return a, err
}

// ByIDs finds accounts by their ids. Those that there are not are missing.
func (u Accounts) ByIDs(ctx context.Context, ids []int64) (map[int64]reseller.Account, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return u.Store.AccountsByID(ctx, ids)
}

// id finds the id of the account of an e-mail address: 0, which stands for all, for "".
func (u Accounts) id(ctx context.Context, email string) (int64, error) {
	if email == "" {
		return 0, nil
	}
	a, err := u.Find(ctx, email)
	return a.ID, err
}

// chosen reads what lists are chosen by: the e-mail address of an account, and a name or a pattern. bad takes all that is wrong with them.
func (u Accounts) chosen(ctx context.Context, bad *reseller.Faults, email, pattern string) (account int64, name reseller.NamePattern) {
	account, err := u.id(ctx, email)
	bad.Add(err)
	name, err = reseller.ParseNamePattern(pattern)
	bad.Add(err)
	return account, name
}

// EmailsOf maps the ids of some accounts to e-mail addresses.
func (u Accounts) EmailsOf(ctx context.Context, ids []int64) (map[int64]string, error) {
	return u.Store.EmailsOf(ctx, ids)
}

// Emails maps account ids to e-mail addresses.
func (u Accounts) Emails(ctx context.Context) (map[int64]string, error) {
	accounts, err := u.Store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]string, len(accounts))
	for _, a := range accounts {
		byID[a.ID] = a.Email
	}
	return byID, nil
}
