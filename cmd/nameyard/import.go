package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

type importCmd struct {
	File      string `arg:"" help:"CSV with a column \"domain\", or a dump of a WHMCS database."`
	Account   string `placeholder:"EMAIL" help:"Account that gets names whose row names none."`
	Apply     bool   `help:"Write them. Without it, only say what would be done."`
	AutoRenew string `default:"file" enum:"file,on,off" help:"Automatic renewal: as the file says, on, or off (${default}). If WHMCS goes on ordering renewals itself, say off."`
	Registrar string `placeholder:"NAME" help:"Only rows with this registrar, as WHMCS calls its module."`
	rulesFlags
}

// The outcomes of a row.
const (
	importNew         = "import" // would be imported, or was, with --apply
	importHere        = "already here"
	importElsewhere   = "in another account"
	importNotOurs     = "not ours"
	importUnknown     = "not registered"
	importNotSold     = "not sold"
	importBadName     = "bad name"
	importNoAccount   = "no account"
	importTwice       = "twice in the file"
	importLeftOut     = "left out"
	importUnreachable = "no answer"
)

// imported is what becomes of a row.
type imported struct {
	Line      int    `json:"line"`
	Domain    string `json:"domain"`
	Account   string `json:"account,omitempty"`
	Outcome   string `json:"outcome"`
	Expires   string `json:"expires,omitempty"` // at the registry
	AutoRenew bool   `json:"auto_renew"`
	Note      string `json:"note,omitempty"`
}

// importReport is the whole of it.
type importReport struct {
	Applied bool           `json:"applied"`
	Counts  map[string]int `json:"counts"`
	Rows    []imported     `json:"rows"`
}

// importHands is how many registry questions are asked at once.
const importHands = 8

// Run reads the file, asks the registries, and writes what is new if told to.
func (c *importCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.rulesFlags, func(d *database, routes *registry.Routes) error {
		i := &importer{importCmd: c, database: d, routes: routes, seen: map[string]bool{}, accounts: map[string]reseller.Account{}}
		report, err := i.run(ctx, func(n int) { p.progress(fmt.Sprintf("%d rows", n)) })
		p.progress("")
		if errors.Is(err, os.ErrNotExist) {
			return refused("there is no file %s", c.File)
		}
		if err != nil {
			return err
		}
		if p.out.json {
			return p.out.print(report, nil)
		}
		err = table(p.out, report.Rows, "LINE DOMAIN ACCOUNT OUTCOME EXPIRES RENEWS NOTE", func(r imported) []any {
			return []any{r.Line, r.Domain, r.Account, r.Outcome, r.Expires, r.AutoRenew, r.Note}
		})
		if err == nil {
			_, err = fmt.Fprintln(p.out.w, report.summary())
		}
		return err
	})
}

func (r importReport) summary() string {
	text := fmt.Sprintf("%d rows", len(r.Rows))
	for _, outcome := range []string{
		importNew, importHere, importElsewhere, importNotOurs, importUnknown, importNotSold, importBadName, importNoAccount, importTwice, importLeftOut, importUnreachable,
	} {
		if n := r.Counts[outcome]; n > 0 {
			text += fmt.Sprintf(", %d %s", n, outcome)
		}
	}
	if !r.Applied {
		return text + "\nNothing was written. Say --apply to import."
	}
	return text
}

// importer is one run.
type importer struct {
	*importCmd
	*database
	routes *registry.Routes

	seen     map[string]bool
	mu       sync.Mutex
	accounts map[string]reseller.Account
}

func (i *importer) run(ctx context.Context, told func(int)) (importReport, error) {
	report := importReport{Applied: i.Apply, Counts: map[string]int{}, Rows: []imported{}}
	var batch []importRow
	flush := func() error {
		rows, err := i.batch(ctx, batch)
		for _, r := range rows {
			report.Counts[r.Outcome]++
		}
		report.Rows, batch = append(report.Rows, rows...), nil
		told(len(report.Rows))
		return err
	}
	err := readImport(i.File, func(row importRow) error {
		if batch = append(batch, row); len(batch) < 8*importHands {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return report, err
}

// batch decides about some rows, with several registry questions at once, and imports what is new, in the file's order.
func (i *importer) batch(ctx context.Context, batch []importRow) ([]imported, error) {
	rows, names, errs := make([]imported, len(batch)), make([]*reseller.Domain, len(batch)), make([]error, len(batch))
	var hands sync.WaitGroup
	free := make(chan struct{}, importHands)
	for n, row := range batch {
		if i.leftOut(row) == "" && i.twice(row.values["domain"]) {
			rows[n] = imported{Line: row.line, Domain: row.values["domain"], AutoRenew: i.renews(row), Outcome: importTwice}
			continue
		}
		free <- struct{}{}
		hands.Go(func() {
			defer func() { <-free }()
			rows[n], names[n], errs[n] = i.row(ctx, row)
		})
	}
	hands.Wait()
	if err := errors.Join(errs...); err != nil || !i.Apply {
		return rows, err
	}
	for n, d := range names {
		if d == nil {
			continue
		}
		_, err := i.Store.ImportDomain(ctx, *d, reseller.Operator, fmt.Sprintf("%s, line %d", i.File, batch[n].line))
		if errors.Is(err, reseller.ErrDuplicate) {
			rows[n].Outcome = importHere
		} else if err != nil {
			return rows[:n], err
		}
	}
	return rows, nil
}

// row decides about one row, and gives the domain row that it becomes if it is to be imported. An error ends the whole run;
// everything else is an outcome.
func (i *importer) row(ctx context.Context, row importRow) (imported, *reseller.Domain, error) {
	r := imported{Line: row.line, Domain: row.values["domain"], AutoRenew: i.renews(row)}
	if reason := i.leftOut(row); reason != "" {
		r.Outcome, r.Note = importLeftOut, reason
		return r, nil, nil
	}
	name, err := i.routes.Rules().Split(r.Domain)
	if err != nil {
		told := reseller.AsError(err)
		r.Outcome, r.Note = importBadName, told.Words
		if told.Code == reseller.CodeUnsupportedTLD {
			r.Outcome = importNotSold
		}
		return r, nil, nil
	}
	r.Domain = name.String()
	account, err := i.accountOf(ctx, row)
	if err != nil {
		if told := new(reseller.Error); errors.As(err, &told) {
			r.Outcome, r.Note = importNoAccount, told.Words
			return r, nil, nil
		}
		return r, nil, err
	}
	r.Account = account.Email
	here, err := i.Store.LiveDomain(ctx, name)
	switch {
	case err == nil && here.AccountID == account.ID:
		r.Outcome, r.Expires, r.AutoRenew = importHere, here.RegistryExpiry.Format(time.DateOnly), here.AutoRenew
		return r, nil, nil
	case err == nil:
		r.Outcome = importElsewhere
		return r, nil, nil
	case !errors.Is(err, reseller.ErrNotFound):
		return r, nil, err
	}
	return i.ask(ctx, row, r, account, name)
}

// ask compares a row with the registry; it is to be imported if the registry has it for us.
func (i *importer) ask(ctx context.Context, row importRow, r imported, account reseller.Account, name reseller.Name) (imported, *reseller.Domain, error) {
	_, conn, err := i.routes.For(name)
	if err != nil {
		return r, nil, err
	}
	info, err := conn.Info(ctx, name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		r.Outcome = importUnknown
		return r, nil, nil
	case err != nil:
		r.Outcome, r.Note = importUnreachable, err.Error()
		return r, nil, nil
	case !info.Ours:
		r.Outcome, r.Note = importNotOurs, "it is with "+info.Sponsor
		return r, nil, nil
	}
	d := domainOf(info, account.ID, i.Clock.Now())
	d.AutoRenew, d.DNSManagement, d.EmailForwarding = r.AutoRenew, yes(row.values["dns_management"]), yes(row.values["email_forwarding"])
	r.Outcome, r.Expires = importNew, info.Expires.Format(time.DateOnly)
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
	switch i.AutoRenew {
	case "on":
		return true
	case "off":
		return false
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
		return reseller.Account{}, refused("neither the row nor --account names an account")
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if a, known := i.accounts[email]; known {
		return a, nil
	}
	a, err := i.account(ctx, email)
	if err == nil {
		i.accounts[email] = a
	}
	return a, err
}
