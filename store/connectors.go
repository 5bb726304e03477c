package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// NamesAt counts the names that accounts have or are getting, by connector and TLD, in that order. Names whose rows do not say where they
// are have the connector "".
func (s *Store) NamesAt(ctx context.Context) ([]reseller.NamesAt, error) {
	var rows []struct {
		Connector *string // under its own name: another one would keep SQLite from counting in the index's order
		TLD       string  `gorm:"column:tld"`
		Names     int64
	}
	// SQLite would look for the states in another index, and so at every row.
	err := s.scans.WithContext(ctx).Raw(`SELECT connector, tld, COUNT(*) AS names FROM `+s.by("domains", "domains_connector_tld_state")+`
		WHERE state IN ? GROUP BY connector, tld ORDER BY connector, tld`, liveStates).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count names by connector: %w", translate(err))
	}
	all := make([]reseller.NamesAt, len(rows))
	for i, r := range rows {
		all[i] = reseller.NamesAt{TLD: r.TLD, Names: r.Names}
		if r.Connector != nil {
			all[i].Connector = *r.Connector
		}
	}
	return all, nil
}

// Connectors tells at which connectors the names of some rows are. A row that does not say it is missing.
func (s *Store) Connectors(ctx context.Context, domains ...int64) (map[int64]string, error) {
	rows, err := rowsOf[domainRow](s.reads).Select("id, connector").Where("id IN ? AND connector IS NOT NULL", domains).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read where names are: %w", translate(err))
	}
	at := make(map[int64]string, len(rows))
	for _, r := range rows {
		at[r.ID] = *r.Connector
	}
	return at, nil
}

// atConnector is the condition of an order whose name is at a connector, or, where its row does not say it, below one of the TLDs whose new names
// go there.
const atConnector = "EXISTS (SELECT 1 FROM domains d WHERE d.id = orders.domain_id AND (d.connector = ? OR d.connector IS NULL AND d.tld IN ?))"

// atConnector limits a search for orders to those of names at a connector. Where these are few, their orders are looked for by their numbers.
func (s *Store) atConnector(ctx context.Context, chosen *search, q reseller.OrderSearch) error {
	if q.Connector == "" {
		return nil
	}
	tlds := append([]string{nobodysTLD}, q.TLDs...)
	if !q.Unfinished { // of these there are few
		ids, err := s.ids(ctx, `SELECT id FROM (SELECT id FROM domains WHERE connector = ? LIMIT ?) bound
			UNION ALL SELECT id FROM (SELECT id FROM domains WHERE connector IS NULL AND tld IN ? LIMIT ?) unbound`, q.Connector, fewDomains+1, tlds, fewDomains+1)
		if err != nil {
			return err
		}
		if len(ids) <= fewDomains {
			chosen.add("domain_id IN ?", append(ids, nobody))
			return nil
		}
	}
	chosen.add(atConnector, q.Connector, tlds)
	return nil
}

// nobodysTLD is a TLD that no name has, so that no list of them is empty.
const nobodysTLD = "-"

// bindAtOnce is how many rows are told at once where their names are.
const bindAtOnce = 2000

// BindNames writes into the rows of names that accounts have or are getting where they are, if they do not say it: at the connector to which
// the rules send their TLD. Rows of before have nothing, and those that older servers write beside this one.
func (s *Store) BindNames(ctx context.Context, connector string, tlds []string) error {
	if len(tlds) == 0 {
		return nil
	}
	for bound := int64(bindAtOnce); bound == bindAtOnce; {
		err := s.tx(ctx, func(tx *gorm.DB) error {
			var ids []int64
			err := tx.Model(&domainRow{}).Where("connector IS NULL AND state IN ? AND tld IN ?", liveStates, tlds).Limit(bindAtOnce).Pluck("id", &ids).Error
			if bound = int64(len(ids)); err != nil || bound == 0 {
				return err
			}
			return tx.Exec("UPDATE domains SET connector = ? WHERE id IN ? AND connector IS NULL", connector, ids).Error
		})
		if err != nil {
			return fmt.Errorf("note that names are at %s: %w", connector, err)
		}
	}
	return nil
}

// RebindDomain has a name at another connector from now on. apply makes the row what is shown there, and the findings take the place of
// earlier ones. Nothing is charged. ErrConflict if the row is not as it was read any more, an order for the name is unfinished, or it is being
// taken apart: what is under way goes on where it was begun. Code restoring before a restored database has been compared with the registries.
func (s *Store) RebindDomain(
	ctx context.Context, was reseller.Domain, to string, by reseller.Actor, apply func(*reseller.Domain), findings []reseller.RegistryFinding,
) (reseller.Domain, error) {
	var moved reseller.Domain
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.changeable(tx); err != nil {
			return err
		}
		if err := was.MustStay(); err != nil {
			return err
		}
		err := expectOneRow(tx.Exec("UPDATE domains SET connector = ?, version = version + 1 WHERE id = ? AND version = ? AND live_name IS NOT NULL",
			to, was.ID, was.Version))
		if err != nil {
			return err
		}
		if err := noDeletion(tx, was.ID); err != nil {
			return err
		}
		if err := noOrderLeft(tx, was.ID); err != nil {
			return err
		}
		before, after, err := s.changeDomain(tx, was.ID, func(d *reseller.Domain) error { apply(d); return nil })
		if err != nil {
			return err
		}
		moved = after
		if err := s.cancelTermInvoices(tx, before, after); err != nil {
			return err
		}
		if err := s.tellState(tx, before, after); err != nil {
			return err
		}
		detail := fmt.Sprintf("from=%s to=%s registry_expiry=%s paid_through=%s", was.Connector, to,
			after.RegistryExpiry.Format(time.DateOnly), after.PaidThrough.Format(time.DateOnly))
		if err := s.record(tx, by, after.AccountID, "domain.change_connector", after.Name.String(), detail,
			append(between(one("connector", was.Connector), one("connector", to)), between(domainFacts(before).without("connector"), domainFacts(after).without("connector"))...)...); err != nil {
			return err
		}
		return s.noteFindings(tx, was.ID, findings)
	})
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("move %s to %s: %w", was.Name, to, err)
	}
	return moved, nil
}
