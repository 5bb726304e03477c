package app

import (
	"context"
	"runtime"
	"time"

	"nameyard/alerts"
	"nameyard/panel/staff"
	"nameyard/publish/web"
	"nameyard/safely"
)

// troubles is what is wrong, for who looks at the operator's pages: what needs a person, and what will if it goes on.
func (a *App) troubles(ctx context.Context) ([]staff.Trouble, error) {
	facts, err := a.facts(ctx)
	if err != nil {
		return nil, err
	}
	var list []staff.Trouble
	for _, found := range alerts.Look(facts) {
		t := staff.Trouble{Kind: found.Kind(), About: found.About, Since: found.Since, Count: found.Count, Why: found.Why, Early: found.Early}
		if !t.Since.IsZero() {
			t.Lasts = facts.Now.Sub(t.Since)
		}
		list = append(list, t)
	}
	return list, nil
}

// status is what this server knows of itself.
func (a *App) status(ctx context.Context) (s staff.Status, err error) {
	s = staff.Status{
		Now: a.Clock.Wall(), Version: a.Version, Commit: a.commit, Go: runtime.Version(), Started: a.started, Server: a.Holder,
		Backups: staff.BackupPlan{Folder: a.backupFolder, Every: a.backupsEvery}, MailServer: a.mailServer, CardPayments: a.Payments != nil,
		PublishesDNS: a.publishing.DNSListen != "",
	}
	s.Backups.Newest, _ = a.metrics.newestBackup()
	for _, faults := range safely.Seen().Count {
		s.Faults += faults
	}
	if p := a.publishing; p.MailMapListen != "" || p.WebListen != "" || p.WebTLSListen != "" {
		s.Copy = new(staff.CopyState)
		s.Copy.At, s.Copy.Used = a.Zones.CopyState()
	}
	if s.Certificates, err = a.certificates(ctx); err != nil {
		return s, err
	}
	s.Troubles, err = a.troubles(ctx)
	return s, err
}

// certificates is how the certificates of web forwards stand; nil where this server needs none.
func (a *App) certificates(ctx context.Context) (*staff.CertificateState, error) {
	c := a.forwardMetrics.certificates.Load()
	if c == nil {
		return nil, nil
	}
	ctx, stop := context.WithTimeout(ctx, certificateTime)
	defer stop()
	ends, err := web.Kept{Files: a.Store, Key: a.Key, Zones: a.Zones, Log: a.Log}.Ends(ctx)
	tries := c.Outcomes()
	return &staff.CertificateState{All: ends.All, First: ends.First, Host: ends.Host, New: tries.FailingNew, Renewals: tries.FailingRenewals}, err
}

// certificateTime is how long certificates are looked at for a page.
const certificateTime = 2 * time.Second
