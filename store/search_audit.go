package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// SearchAudit lists records of the audit log, newest first.
func (s *Store) SearchAudit(ctx context.Context, q reseller.AuditSearch) ([]reseller.AuditRecord, error) {
	records, err := s.searchAudit(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("search the audit log: %w", translate(err))
	}
	return records, nil
}

func (s *Store) searchAudit(ctx context.Context, q reseller.AuditSearch) ([]reseller.AuditRecord, error) {
	if len(q.Kinds) > 0 {
		if q.Kinds = slices.DeleteFunc(slices.Clone(q.Kinds), func(kind string) bool { return !inASCII(kind) }); len(q.Kinds) == 0 {
			return nil, nil
		}
	}
	var chosen search
	chosen.account(q.Account)
	some, err := s.doneBetween(ctx, &chosen, q)
	if err != nil || !some {
		return nil, err
	}
	if len(q.Objects) > 0 {
		chosen.add("object IN ?", q.Objects)
	}
	if len(q.Kinds) > 0 {
		chosen.add("action IN ?", q.Kinds)
	}
	if q.By != "" {
		chosen.add("actor = ?", q.By)
	}
	chosen.equal("request_id", q.Request)
	if q.Order != 0 {
		ids, err := s.auditOf(ctx, []string{strconv.FormatInt(q.Order, 10)}, []string{q.Placed}, "")
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		chosen.add("id IN ?", ids)
	}
	rows, err := s.auditRows(ctx, q, chosen)
	if err != nil {
		return nil, err
	}
	records := make([]reseller.AuditRecord, len(rows))
	for i, r := range rows {
		records[i] = r.toRecord()
	}
	return records, nil
}

// auditRows reads a page of records, by the index of what is rarest among them.
func (s *Store) auditRows(ctx context.Context, q reseller.AuditSearch, chosen search) ([]auditRow, error) {
	switch {
	case q.Actor != "":
		ids, err := s.idsOfActors(ctx, q, chosen)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		chosen = search{}
		chosen.add("id IN ?", ids)
	case q.Account != 0 && len(q.Kinds) > 0 && len(q.Kinds) <= fewKinds && q.By == "" && !fewAre(q):
		ids, err := firstOfEach(ctx, s, s.by("audit", "audit_account_id_action_id"), "action", q.Kinds, chosen, q.Page)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		chosen = search{}
		chosen.add("id IN ?", ids)
	case q.Order == 0 && (fewAre(q) || q.By != "" || len(q.Kinds) > 0):
		return findBy[auditRow](ctx, s, s.auditBy(q), chosen, q.Page)
	}
	return find[auditRow](ctx, s.reads, chosen, q.Page)
}

// fewAre reports whether no more than a few records can be chosen: those of a request, an order or some objects.
func fewAre(q reseller.AuditSearch) bool {
	return len(q.Objects) > 0 || q.Request != "" || q.Order != 0
}

// auditBy is the log to be read by the index of what is rarest among what is searched for; as the numbers of its records are where nothing is.
func (s *Store) auditBy(q reseller.AuditSearch) string {
	switch {
	case q.Request != "":
		return s.by("audit", "audit_request_id")
	case len(q.Objects) > 0:
		return s.by("audit", "audit_object_id")
	case q.Order != 0:
	case q.By != "":
		return s.by("audit", "audit_actor_id")
	case q.Account != 0:
		return s.by("audit", "audit_account_id_id")
	case len(q.Kinds) == 1:
		return s.by("audit", "audit_action_id")
	}
	return s.inOrder("audit")
}

// auditOf finds the records of operators' words on orders, of requests, and, if it is not empty, of an object.
func (s *Store) auditOf(ctx context.Context, orders, requests []string, object string) ([]int64, error) {
	requests = slices.DeleteFunc(slices.Clone(requests), func(id string) bool { return id == "" })
	query, args := "SELECT id FROM audit WHERE object IN ? AND action LIKE 'order.%'", []any{orders}
	if len(requests) > 0 {
		query, args = query+" UNION SELECT id FROM audit WHERE request_id IN ?", append(args, requests)
	}
	if object != "" {
		query, args = query+" UNION SELECT id FROM audit WHERE object = ?", append(args, object)
	}
	return s.ids(ctx, "SELECT id FROM ("+query+") found ORDER BY id DESC LIMIT ?", append(args, maxStory)...)
}

// fewActors is of how many actors the newest records are found by one statement, with a look into an index for each.
const fewActors = 100

// fewKinds is of how many kinds an account's records are found by one statement, with a look into an index for each: those of each topic.
const fewKinds = 50

// acting is who has records on a page or after it, and the first of them.
type acting struct {
	Actor string
	First int64
}

// names are those of some who acted.
func names(actors []acting) []string {
	list := make([]string, len(actors))
	for i, a := range actors {
		list[i] = a.Actor
	}
	return list
}

// actors finds who is in the log from the place of a page on and has a part in the name, in which * stands for anything; capitals are as small letters.
func (s *Store) actors(ctx context.Context, part string, p reseller.Page) ([]acting, error) {
	first, onward, place := "MAX", "<", p.Before
	switch {
	case p.OldestFirst:
		first, onward, place = "MIN", ">", p.After
	case place == 0:
		place = math.MaxInt64
	}
	// Each name costs a look into the index or two, however many records it has. MariaDB does that by itself, but was seen to read the whole index
	// (10.11) whenever a connection executed the statement again that it had prepared: so it is not prepared.
	query, args := "SELECT actor, "+first+"(id) AS first FROM "+s.by("audit", "audit_actor_id")+" WHERE id "+onward+" ? GROUP BY actor", []any{place}
	if s.dialect == sqliteDialect {
		query = `WITH RECURSIVE known(actor) AS (SELECT MIN(actor) FROM audit
			UNION ALL SELECT (SELECT MIN(actor) FROM audit WHERE actor > known.actor) FROM known WHERE known.actor IS NOT NULL
			) SELECT * FROM (SELECT actor, (SELECT ` + first + `(id) FROM audit WHERE actor = known.actor AND id ` + onward + ` ?) AS first FROM known) WHERE first IS NOT NULL`
	}
	var all []acting
	if err := s.scans.WithContext(ctx).Raw(query, args...).Scan(&all).Error; err != nil {
		return nil, err
	}
	parts := strings.Split(strings.ToLower(part), "*")
	return slices.DeleteFunc(all, func(a acting) bool { return !hasParts(strings.ToLower(a.Actor), parts) }), nil
}

// hasParts reports whether a text has some parts, one after the other.
func hasParts(text string, parts []string) bool {
	for _, part := range parts {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// idsOfActors finds the page of the records that a search has chosen, of who has the parts in the name. The database would sort all that they have ever done.
func (s *Store) idsOfActors(ctx context.Context, q reseller.AuditSearch, chosen search) ([]int64, error) {
	w := s.auditWalk(q, chosen)
	some := newRecords
	if fewAre(q) {
		some = math.MaxInt
	}
	if done, err := w.on(ctx, s, some); done || err != nil {
		return w.found, err
	}
	actors, err := s.actors(ctx, q.Actor, q.Page)
	if err != nil {
		return nil, err
	}
	p := q.Page
	if len(chosen.where) == 0 && len(actors) > p.Limit {
		// The first records of as many as the page is long would fill it: it has nobody else.
		slices.SortFunc(actors, func(a, b acting) int { return cmp.Compare(b.First, a.First) })
		if p.OldestFirst {
			slices.Reverse(actors)
		}
		actors = actors[:p.Limit]
	}
	if len(actors) > fewActors {
		if done, err := w.on(ctx, s, len(actors)*recordsForALook); done || err != nil {
			return w.found, err
		}
	}
	var found []int64
	for some := range slices.Chunk(names(actors), fewActors) {
		ids, err := firstOfEach(ctx, s, s.by("audit", "audit_actor_id"), "actor", some, chosen, p)
		if err != nil {
			return nil, err
		}
		found = append(found, ids...)
	}
	slices.Sort(found)
	if !p.OldestFirst {
		slices.Reverse(found)
	}
	return found[:min(len(found), p.Limit)], nil
}
