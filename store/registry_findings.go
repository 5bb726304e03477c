package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type registryFindingRow struct {
	ID        int64
	DomainID  int64
	Part      string
	AccountID int64
	Connector string
	Name      string
	Words     string
	Mended    bool
	FoundAt   time.Time
	Told      bool
}

func (registryFindingRow) TableName() string { return "registry_findings" }

func (r registryFindingRow) toFinding() (reseller.RegistryFinding, error) {
	return reseller.RegistryFinding{
		ID: r.ID, DomainID: r.DomainID, AccountID: r.AccountID, Connector: r.Connector, Name: r.Name, Part: r.Part, Words: r.Words, Mended: r.Mended,
		FoundAt: r.FoundAt.UTC(), Told: r.Told,
	}, nil
}

// noteFindings makes these the findings of a name. One that is known in the same words stays as it is, told or not; what was mended stays
// until something else is found of that part.
func (s *Store) noteFindings(tx *gorm.DB, domain int64, findings []reseller.RegistryFinding) error {
	var known []registryFindingRow
	if err := tx.Where("domain_id = ?", domain).Find(&known).Error; err != nil {
		return err
	}
	for _, k := range known {
		found := slices.IndexFunc(findings, func(f reseller.RegistryFinding) bool { return f.Part == k.Part })
		if found < 0 && k.Mended || found >= 0 && clip(findings[found].Words, 1000) == k.Words && !findings[found].Mended {
			continue
		}
		if err := tx.Delete(&registryFindingRow{}, "id = ?", k.ID).Error; err != nil {
			return err
		}
	}
	for _, f := range findings {
		if slices.ContainsFunc(known, func(k registryFindingRow) bool {
			return k.Part == f.Part && k.Words == clip(f.Words, 1000) && !f.Mended
		}) {
			continue
		}
		err := tx.Create(&registryFindingRow{
			DomainID: domain, Part: f.Part, AccountID: f.AccountID, Connector: f.Connector, Name: f.Name, Words: clip(f.Words, 1000), Mended: f.Mended,
			FoundAt: micro(s.clock.Now()),
		}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// RegistryFindings lists differences between names and their registries.
func (s *Store) RegistryFindings(ctx context.Context, q reseller.RegistryFindingSearch) ([]reseller.RegistryFinding, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.name(q.Name)
	if len(q.Domains) > 0 {
		chosen.add("domain_id IN ?", q.Domains)
	}
	chosen.equal("connector", q.Connector)
	chosen.equal("part", q.Part)
	chosen.between("found_at", q.Found)
	if q.Open {
		chosen.add("mended = ?", false)
	}
	if q.Untold {
		chosen.add("told = ?", false)
	}
	rows, err := find[registryFindingRow](ctx, s.reads, chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("list differences with registries: %w", translate(err))
	}
	return each(rows, registryFindingRow.toFinding)
}

// TellRegistryFindings notes that the operator is told of findings, with the mails that do. ErrConflict if another server was first.
func (s *Store) TellRegistryFindings(ctx context.Context, findings []reseller.RegistryFinding, mails ...reseller.Mail) error {
	ids := make([]int64, len(findings))
	for i, f := range findings {
		ids[i] = f.ID
	}
	if err := s.told(ctx, &registryFindingRow{}, ids, mails); err != nil {
		return fmt.Errorf("note that the operator is told of differences with registries: %w", err)
	}
	return nil
}
