package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// Activity chooses what was done in an account. What is not set chooses all.
type Activity struct {
	Page
	Topic reseller.AuditTopic
	By    string // name of an actor: one of the account's people, or a token
	Name  string // a whole name that it was done to
	// Request is the id of the request that did it.
	Request string
	Done    reseller.Between // wall time
}

// Activity lists what the audit log has of the account, newest first: who signed in, what was made, changed and ended, before and after. What the operator
// has done in the account is told as the operator's; what is the operator's own business is not told.
func (s *Service) Activity(ctx context.Context, call Call, r Activity) (Paged[reseller.AuditRecord], error) {
	none := Paged[reseller.AuditRecord]{}
	if r.Topic != "" && !slices.Contains(reseller.AuditTopics, r.Topic) {
		return none, reseller.Invalid(reseller.PathKind, "%.40q is nothing that can be looked for here", string(r.Topic))
	}
	account := call.Caller.Account.ID
	if (reseller.Actor{Name: r.By}).Operator() { // the operator's people are nobody whom an account could look for
		return none, nil
	}
	q := reseller.AuditSearch{Account: account, By: r.By, Request: r.Request, Kinds: reseller.AuditAbout(r.Topic), Done: r.Done, Page: r.keyset(true)}
	if r.Name != "" {
		name, err := reseller.ParseNamePattern(r.Name)
		if err != nil {
			return none, err
		}
		q.Objects = []string{string(name)}
	}
	if email, person := userOf(r.By); person { // nor those who have looked at its pages
		if own, _, err := s.store.OwnPeople(ctx, account, []string{email}); err != nil || !own[email] {
			return none, err
		}
	}
	found, err := s.store.SearchAudit(ctx, q)
	if err != nil {
		return none, err
	}
	names := make([]string, len(found))
	for i, record := range found {
		names[i] = record.Actor
	}
	who, err := s.acted(ctx, account, names)
	for i, record := range found {
		found[i] = who.record(record)
	}
	if r.Request != "" { // which account it changed is told of no request of the operator's
		found = slices.DeleteFunc(found, func(record reseller.AuditRecord) bool { return record.Actor == reseller.Operator.Name })
	}
	return paged(found, r.limit(), func(record reseller.AuditRecord) int64 { return record.ID }), err
}

// Actors lists who may have done something in the account and can be looked for, by the names of actors: its people, then its tokens.
func (s *Service) Actors(ctx context.Context, call Call) ([]string, error) {
	emails, err := s.store.OwnPeopleNow(ctx, call.Caller.Account.ID)
	if err != nil {
		return nil, err
	}
	tokens, err := s.store.Tokens(ctx, call.Caller.Account.ID)
	var names []string
	for _, email := range emails {
		names = append(names, reseller.Caller{User: reseller.User{ID: 1, Email: email}}.Actor().Name)
	}
	for _, t := range tokens {
		names = append(names, reseller.Caller{Token: t}.Actor().Name)
	}
	return names, err
}
