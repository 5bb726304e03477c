package store

import (
	"context"
	"reflect"

	"nameyard/reseller"
)

// readBy is how the names that a filter chooses are read: from what, with ids in which column, and on what condition a name uses a name server of an
// account: its host and the account are the arguments.
type readBy struct{ from, id, served string }

// usesServer is that condition for a look at one name after the other. It counts, because of EXISTS MariaDB would make a table first of all names that do.
const usesServer = "(SELECT COUNT(*) FROM domain_nameservers s WHERE s.host = ? AND s.account_id = ? AND s.domain_id = domains.id) > 0"

// domainsSearched is the index that has all that names are searched by but times and name servers: many rows are passed by without a look at them.
const domainsSearched = "domains_searched"

// searchedAlone reports whether a filter asks for nothing but what that index has, and for something that no other index begins with.
func searchedAlone(f reseller.DomainFilter) bool {
	alone := reseller.DomainFilter{States: f.States, Locked: f.Locked, TLD: f.TLD, AutoRenew: f.AutoRenew, Removed: f.Removed, Sort: f.Sort, Descending: f.Descending}
	return (f.TLD != "" || f.AutoRenew != nil) && reflect.DeepEqual(f, alone)
}

// domainsBy is how the names that a filter chooses are found soonest. By their name servers, if nothing else is asked for, in the order of their ids, or
// few have them; for what one index has by that; else as the database likes.
func (s *Store) domainsBy(ctx context.Context, account int64, f reseller.DomainFilter) (readBy, error) {
	by := readBy{from: "domains", id: "id", served: usesServer}
	if f.Search != "" || searchedAlone(f) {
		by.from = s.by("domains", domainsSearched)
	}
	if f.Nameserver == "" {
		return by, nil
	}
	alone := reflect.DeepEqual(f, reseller.DomainFilter{States: f.States, Removed: f.Removed, Nameserver: f.Nameserver})
	if !alone {
		few, err := s.fewUse(ctx, account, f.Nameserver)
		if err != nil || !few {
			return by, err
		}
	}
	return readBy{
		from: "(SELECT host AS of_host, account_id AS of_account, domain_id AS of_domain FROM domain_nameservers) used " + s.then() + " domains ON id = of_domain",
		id:   "of_domain", served: "of_host = ? AND of_account = ?",
	}, nil
}

// fewUse reports whether a host is among the name servers of few names of an account.
func (s *Store) fewUse(ctx context.Context, account int64, host string) (bool, error) {
	var n int64
	err := scanRow(s.reads.WithContext(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 FROM domain_nameservers WHERE host = ? AND account_id = ? LIMIT ?) used",
		host, account, sortedFew+1), &n)
	return n <= sortedFew, err
}
