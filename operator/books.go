package operator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store"
	"nameyard/verify"
)

// Books are all that is on record about money and names.
type Books struct {
	Store      *store.Store
	Connectors []registry.NamedConnector // whose effect logs the books are held against
}

// VerifyAudit checks the chains of the audit log, and that they still lead to heads that were written down before
// (reseller.AuditLink.String). A breach is a finding of the report and no error.
func (u Books) VerifyAudit(ctx context.Context, heads []string) (verify.Report, error) {
	known := make([]reseller.AuditLink, len(heads))
	for i, text := range heads {
		var err error
		if known[i], err = reseller.ParseAuditHead(text); err != nil {
			return verify.Report{}, err
		}
	}
	snapshot, err := u.Store.Snapshot(ctx)
	if err != nil {
		return verify.Report{}, err
	}
	defer snapshot.Close()
	return verify.RunAudit(ctx, snapshot, known)
}

// Verify holds the books, as they are at one moment, against one another and against the registries' effect logs. A breach is
// a finding of the report and no error.
func (u Books) Verify(ctx context.Context) (verify.Report, error) {
	snapshot, err := u.Store.Snapshot(ctx)
	if err != nil {
		return verify.Report{}, err
	}
	defer snapshot.Close()
	report, err := verify.Run(ctx, snapshot, u.Connectors)
	if err != nil {
		return report, fmt.Errorf("the books could not be read to the end: %w", err)
	}
	return report, nil
}

// Verified is what the books were found to be, and when. Without a time they were not looked at, as far as is on record.
type Verified struct {
	reseller.Report
	Found verify.Report
}

// Keep keeps a report in place of the one before: as says when it was made, how long that took and where.
func (u Books) Keep(ctx context.Context, report verify.Report, as reseller.Report) (err error) {
	as.Name = reseller.ReportVerify
	if as.JSON, err = json.Marshal(report); err != nil {
		return err
	}
	return u.Store.KeepReport(ctx, as)
}

// LastVerify is the last report that was kept, whichever server made it.
func (u Books) LastVerify(ctx context.Context) (v Verified, err error) {
	kept, err := u.Store.LastReport(ctx, reseller.ReportVerify)
	if errors.Is(err, reseller.ErrNotFound) {
		return Verified{}, nil
	}
	if err == nil {
		err = json.Unmarshal(kept.JSON, &v.Found)
	}
	v.Report = kept
	return v, err
}
