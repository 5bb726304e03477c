package operator

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// row decides about one row, and gives the domain row that it becomes if it is to be imported. An error ends the whole run;
// everything else is an outcome.
func (i *importer) row(ctx context.Context, row importRow) (ImportedRow, *reseller.Domain, error) {
	r := ImportedRow{Line: row.line, Domain: row.values["domain"], AutoRenew: i.renews(row)}
	if reason := i.leftOut(row); reason != "" {
		r.Outcome, r.Note = ImportLeftOut, reason
		return r, nil, nil
	}
	name, err := i.Routes.Rules().Split(r.Domain)
	if err != nil {
		r.Outcome, r.Trouble = ImportBadName, reseller.AsError(err)
		if r.Trouble.Code == reseller.CodeUnsupportedTLD {
			r.Outcome = ImportNotSold
		}
		return r, nil, nil
	}
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
		r.Outcome, r.Expires, r.AutoRenew = ImportHere, here.RegistryExpiry.Format(time.DateOnly), here.AutoRenew
		return r, nil, nil
	case err == nil:
		r.Outcome = ImportElsewhere
		return r, nil, nil
	case !errors.Is(err, reseller.ErrNotFound):
		return r, nil, err
	}
	return i.ask(ctx, row, r, account, name)
}

// ask compares a row with the registry; it is to be imported if the registry has it for us.
func (i *importer) ask(ctx context.Context, row importRow, r ImportedRow, account reseller.Account, name reseller.Name) (ImportedRow, *reseller.Domain, error) {
	_, conn, err := i.Routes.For(name)
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
		r.Outcome, r.Note = ImportNotOurs, "it is with "+info.Sponsor
		return r, nil, nil
	}
	d := domainOf(info, account.ID, i.Clock.Now())
	d.AutoRenew, d.DNSManagement, d.EmailForwarding = r.AutoRenew, yes(row.values["dns_management"]), yes(row.values["email_forwarding"])
	r.Outcome, r.Expires = ImportNew, info.Expires.Format(time.DateOnly)
	if said := row.values["expires"]; said != "" && !strings.HasPrefix(said, "0000") && !strings.HasPrefix(said, r.Expires) {
		r.Note = fmt.Sprintf("dates differ: the file says %s; the registry's counts", said)
		if at, err := time.Parse(time.DateOnly, said); err == nil && info.Has(registry.StatusAutoRenewPeriod) && reseller.SameDay(reseller.AddYears(at, 1), info.Expires) {
			d.PaidThrough = reseller.AddYears(info.Expires, -1)
			r.Note = fmt.Sprintf("the registry renewed it by itself; it is paid through %s", said)
		}
	}
	return r, &d, nil
}

// domainOf is the row of a name as its registry shows it.
func domainOf(info registry.Registration, account int64, now time.Time) reseller.Domain {
	d := reseller.Domain{AccountID: account, Name: info.Name, CreatedAt: now}
	info.ApplyTo(&d, registry.AllParts)
	d.PaidThrough = d.RegistryExpiry
	return d
}

// goneStatuses are WHMCS's words for names that are not held.
var goneStatuses = map[string]bool{"cancelled": true, "fraud": true, "transferred away": true, "pending": true, "pending registration": true, "pending transfer": true}

func (i *importer) leftOut(row importRow) string {
	if status := strings.ToLower(row.values["status"]); goneStatuses[status] {
		return "its status is " + row.values["status"]
	}
	if registrar := row.values["registrar"]; i.Registrar != "" && !strings.EqualFold(registrar, i.Registrar) {
		return "its registrar is " + registrar
	}
	return ""
}

// twice reports whether a name came before in the file.
func (i *importer) twice(domain string) bool {
	key := strings.ToLower(strings.TrimSuffix(domain, "."))
	again := i.seen[key]
	i.seen[key] = true
	return again
}

// renews reports whether a row's name is to be renewed automatically.
func (i *importer) renews(row importRow) bool {
	if i.AutoRenew != nil {
		return *i.AutoRenew
	}
	if not, given := row.values["do_not_renew"]; given {
		return !yes(not)
	}
	return yes(row.values["auto_renew"])
}

// yes reads a tick as files write it.
func yes(text string) bool {
	switch strings.ToLower(text) {
	case "1", "yes", "true", "on", "y":
		return true
	}
	return false
}

func (i *importer) accountOf(ctx context.Context, row importRow) (reseller.Account, error) {
	email := row.values["account"]
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
	a, err := Accounts{i.Store}.Find(ctx, email)
	if err == nil {
		i.accounts[email] = a
	}
	return a, err
}
