package actions

import (
	"context"
	"net/netip"
	"strings"

	"nameyard/reseller"
)

// Former is the name of actors whose access ended so long ago that it is not known whose they were.
const Former = "former"

// acted tells an account who did something: its own people and programs by their names, everybody of the operator as the operator alone, without from where.
type acted struct {
	own, staff map[string]bool
}

// userOf is the e-mail address of the person that an actor's name is of.
func userOf(name string) (email string, is bool) { return strings.CutPrefix(name, "user ") }

// acted reads whose the people are among some names of actors.
func (s *Service) acted(ctx context.Context, account int64, names []string) (a acted, err error) {
	var emails []string
	for _, name := range names {
		if email, is := userOf(name); is {
			emails = append(emails, email)
		}
	}
	a.own, a.staff, err = s.store.OwnPeople(ctx, account, emails)
	return a, err
}

// told is an actor as the account is told of it.
func (a acted) told(by reseller.Actor) reseller.Actor {
	email, person := userOf(by.Name)
	switch {
	case by.Operator(), person && a.staff[email] && !a.own[email]:
		return reseller.Operator
	case person && !a.own[email]:
		return reseller.Actor{Name: Former}
	}
	return by
}

// record is a record of the audit log as the account is told of it.
func (a acted) record(r reseller.AuditRecord) reseller.AuditRecord {
	r = r.ForAccount()
	address, _ := netip.ParseAddr(r.Address)
	by := a.told(reseller.Actor{Name: r.Actor, Face: r.Face, Address: address, RequestID: r.RequestID})
	r.Actor, r.Face, r.RequestID = by.Name, by.Face, by.RequestID
	if !by.Address.IsValid() {
		r.Address = ""
	}
	return r
}
