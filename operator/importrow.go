package operator

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// row decides about one row, and gives the domain row that it becomes if it is to be imported. An error ends the whole run;
// everything else is an outcome.
func (i *importer) row(ctx context.Context, row importRow, name reseller.Name) (ImportedRow, *reseller.Domain, error) {
	r := i.begun(row)
	r.Domain = name.String()
	account, err := i.accountOf(ctx, row)
	if err != nil {
		if errors.As(err, &r.Trouble) {
			r.Outcome = ImportNoAccount
			return r, nil, nil
		}
		return r, nil, err
	}
	r.Account = account.Email
	here, err := i.Store.LiveDomain(ctx, name)
	switch {
	case err == nil && here.AccountID == account.ID:
		r.Outcome, r.Expires, r.PaidThrough, r.AutoRenew = ImportHere, day(here.RegistryExpiry), day(here.PaidThrough), here.AutoRenew
		return r, nil, nil
	case err == nil:
		r.Outcome = ImportElsewhere
		return r, nil, nil
	case !errors.Is(err, reseller.ErrNotFound):
		return r, nil, err
	}
	said, unclear := i.read(row)
	if unclear != nil {
		r.Outcome, r.Trouble = ImportUnclear, unclear
		return r, nil, nil
	}
	return i.ask(ctx, said, r, account, name)
}

// begun is what a row of a file is before anything is known of it.
func (i *importer) begun(row importRow) ImportedRow {
	said, _ := i.read(row)
	return ImportedRow{Line: row.line, ID: plain(row.values[colID]), Domain: plain(row.values[colDomain]), AutoRenew: said.renew}
}

// ask compares a row with the registry; it is to be imported if the registry has it for us.
func (i *importer) ask(ctx context.Context, said importSaid, r ImportedRow, account reseller.Account, name reseller.Name) (ImportedRow, *reseller.Domain, error) {
	rules, conn, err := i.Routes.For(name)
	if err != nil {
		return r, nil, err
	}
	info, err := conn.Info(ctx, name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		r.Outcome = ImportUnknown
		return r, nil, nil
	case err != nil:
		r.Outcome, r.Note = ImportUnreachable, err.Error()
		return r, nil, nil
	case !info.Ours:
		r.Outcome, r.Note = ImportNotOurs, "it is with "+info.Holder()
		return r, nil, nil
	}
	d := domainOf(info, account.ID, i.Clock.Now())
	d.Connector = rules.Connector
	paid := paidThrough(said, info)
	r.Expires = day(info.Expires)
	if paid.unclear != "" {
		r.Outcome, r.Note = ImportUnclear, paid.unclear
		return r, nil, nil
	}
	d.PaidThrough = paid.through
	d.AutoRenew, d.DNSManagement, d.EmailForwarding = said.renew, said.dns, said.forwarding
	notes := []string{paid.note}
	if d.AutoRenew && i.AutoRenew == nil {
		if why := i.due(d, said); why != "" {
			d.AutoRenew, r.LeftOff = false, true
			notes = append(notes, "auto-renew is left off: "+why)
		}
	}
	r.Outcome, r.PaidThrough, r.AutoRenew, r.Note = ImportNew, day(d.PaidThrough), d.AutoRenew, joined(append(notes, said.note))
	return r, &d, nil
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func joined(notes []string) string {
	var all []string
	for _, note := range notes {
		if note != "" {
			all = append(all, note)
		}
	}
	return strings.Join(all, "; ")
}

// domainOf is the row of a name as its registry shows it.
func domainOf(info registry.Registration, account int64, now time.Time) reseller.Domain {
	d := reseller.Domain{AccountID: account, Name: info.Name, CreatedAt: now}
	info.ApplyTo(&d, registry.AllParts)
	d.PaidThrough = d.RegistryExpiry
	return d
}

// The words of WHMCS, of registrars and of our export: for names that are not held, and for names whose term has passed.
var (
	goneStatuses = map[string]bool{
		"cancelled": true, "canceled": true, "fraud": true, "transferred away": true, "pending": true, "pending registration": true,
		"pending transfer": true, "pending register": true, "transferred": true, "transferred out": true, "pendingtransfer": true, "pendingcreate": true, "deleted": true, "terminated": true,
	}
	lapsedStatuses = []string{
		"expired", "grace", "redemption", "pending delete", "pendingdelete", "pending restore", "pendingrestore", "suspended", "autorenewperiod",
		"auto renew period", "deactivated", "lapsed",
	}
)

// statusWords is a status without case, underscores, hyphens and brackets.
func statusWords(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" _-()/", r) }), " ")
}

// lapsed reports whether a status says that the term has passed, whatever else it says.
func lapsed(words string) bool {
	return slices.ContainsFunc(lapsedStatuses, func(word string) bool { return strings.Contains(words, word) })
}

func (i *importer) leftOut(row importRow) string {
	if status := row.values[colStatus]; goneStatuses[statusWords(status)] {
		return "its status is " + plain(status)
	}
	if registrar := row.values[colRegistrar]; i.Registrar != "" && !strings.EqualFold(registrar, i.Registrar) {
		return "its registrar is " + plain(registrar)
	}
	return ""
}

func (i *importer) accountOf(ctx context.Context, row importRow) (reseller.Account, error) {
	email := row.values[colAccount]
	if email == "" {
		email = i.Account
	}
	if email == "" {
		return reseller.Account{}, invalid(PathFileAccount, "neither the row nor %s names an account", PathFileAccount)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if a, known := i.accounts[email]; known {
		return a, nil
	}
	if plain(email) != email {
		return reseller.Account{}, invalid(PathFile, "%s is no account's e-mail address", shown(email))
	}
	a, err := Accounts{i.Store}.open(ctx, email)
	if err == nil {
		i.accounts[email] = a
	}
	return a, err
}
