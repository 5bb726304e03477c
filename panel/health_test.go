package panel_test

import (
	"path/filepath"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/verify"
)

// ails gives the installation what can be wrong with it: books that break a rule, a job that fails, a registry that is silent.
func (w *world) ails() {
	w.Helper()
	now := w.Clock.Wall()
	found := verify.Report{Invariants: []verify.Invariant{
		{ID: "I1", Title: "the postings of every entry sum to zero, and so does the ledger", Checked: 1_234_567, Breaches: 1, Examples: []string{"entry 4711 is 100 USD off"}},
		{ID: "I6", Title: "every charge has its effect at the registry, every effect its charge, every refund its refunded deletion", Skipped: true},
		{ID: "I4", Title: "every hold is resolved exactly once, and no order waits for ever", Checked: 12, Warnings: 2, Hints: []string{"order 15 is unfinished since 3 days"}},
	}}
	w.Must(operator.Books{Store: w.Store}.Keep(w.Context(), found, reseller.Report{At: now.Add(-10 * time.Hour), Took: 95 * time.Second, Server: "ns-and-books.example.net"}))
	backups := operator.Backups{Store: w.Store, Clock: w.Clock, Version: "1", By: "nameyard backup"}
	_, err := backups.Write(w.Context(), filepath.Join(w.TempDir(), "a-backup-with-a-rather-long-name-2026-03-10.nyb"))
	w.Must(err)
	w.Must(w.Store.NoteJobRun(w.Context(), reseller.JobRun{Job: jobs.Mail, Started: now, Failed: now, Problem: "dial tcp 192.0.2.25:25: connect: no route to host"}))
	w.Must(w.Store.SaveRegistryFigures(w.Context(), "test", []reseller.RegistryFigures{{
		Connector: app.SandboxConnector, LastAt: now, Command: "check", Outcome: string(registry.OutcomeUnreachable), AwaySince: now.Add(-12 * time.Minute), Answers: 9, P50: 12_345, P95: 1_234_567,
		Problem: "registry cannot be reached: dial tcp 192.0.2.7:700: connect: connection refused",
	}}))
}

// tellsHowItStands fails the test unless the first page counts what there is, and the page of the installation's health tells what was found and made of it.
func (w *world) tellsHowItStands(p *person) {
	w.Helper()
	p.shows("/operator/health/", "The books have not been verified yet", "None was written of this database", "All figures are at /metrics")
	w.Must(w.Jobs.Run(w.Context(), jobs.Verify))
	p.shows("/operator/health/", "All rules hold.", "1.2.3", "Runs since", "This server makes none by itself")
	w.ails()
	p.shows("/operator/health/", "1 breach", "entry 4711 is 100 USD off", "a-backup-with-a-rather-long-name", "nameyard backup",
		"Sending of mail", "no route to host", "Not answering since", "12 min", "connection refused", "12.3 ms", "1.2 s")
	p.shows("/operator/", "The books break their rules: 1 breach.", "Sending of mail failed at its last run:", "At the command line: nameyard verify")
	for at, link := range map[string]string{"/operator/": `href="/operator/health/#verify"`, "/operator/health/": `href="/operator/jobs/#job-mail"`, "/operator/jobs/": `id="job-mail"`} {
		if !strings.Contains(p.must(at), link) {
			w.Errorf("%s has no %s", at, link)
		}
	}
	p.shows("/operator/registries/", "Not answering since", "connection refused")
	p.shows("/operator/jobs/", "Sends mails.", "no route to host")
}
