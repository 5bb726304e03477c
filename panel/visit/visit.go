// Package visit is what a page of the panel is asked and what it answers: one request of one person, its route, and the answer. The
// pages themselves are below account (resellers) and staff (the operator).
package visit

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// Face is what audit records and orders call the panel.
const Face = "panel"

// Visit is one request of a person. Before somebody has signed in, Session, User and Account are zero.
type Visit struct {
	Request   *http.Request // for cookies alone: what was sent is in the fields below
	Path      string        // as the browser has it
	Params    map[string]string
	Query     url.Values
	Form      url.Values // of a POST
	Language  words.Language
	Zone      *time.Location // in which the person reads times; nil = UTC
	Side      string         // "/panel" or "/operator"
	Session   reseller.Session
	User      reseller.User
	Account   reseller.Account // zero for staff, unless it looks at an account
	From      netip.Addr
	RequestID string
	Arrived   time.Time // wall time
	AnswerBy  time.Time // wall time until which an order's end is waited for
	Now       time.Time // business time
}

// May reports whether the person may do something here. Staff that looks at an account's pages may read them.
func (v *Visit) May(right reseller.Right) bool {
	if v.Viewing() {
		return right == reseller.RightRead
	}
	return v.User.ID != 0 && v.User.Role.May(right)
}

// Viewing reports whether staff looks at the pages of an account.
func (v *Visit) Viewing() bool { return v.Session.ViewAs != 0 }

// ShutOut gives why the account of the person lets nobody in, if it does not. Staff that looks at it is not shut out.
func (v *Visit) ShutOut() error {
	if v.Viewing() {
		return nil
	}
	return v.Account.ShutOut()
}

// freshFor is how long a proof of who somebody is stands for what is dangerous.
const freshFor = 10 * time.Minute

// Fresh reports whether the person has proved who it is in the last ten minutes.
func (v *Visit) Fresh() bool { return v.Arrived.Before(v.Session.ProvedAt.Add(freshFor)) }

// CanProve reports whether the person has something to prove by who it is. Who has not came by a link, and is in the session that it began.
func (v *Visit) CanProve() bool { return v.Session.Ways.Any() }

// MustProve reports whether the person must prove who it is before a route is carried out. Who has nothing to prove by may make the first of it: nothing else would lead on.
func (v *Visit) MustProve(r Route) bool {
	return r.Fresh && !v.Fresh() && (v.CanProve() || !r.First)
}

// Call is the visit as actions are called with it.
func (v *Visit) Call() actions.Call {
	role := v.User.Role
	scopes := role.Scopes()
	if v.Viewing() {
		scopes = []reseller.Scope{reseller.ScopeRead}
	}
	return actions.Call{
		Caller: reseller.Caller{
			Account: v.Account, Token: reseller.Token{Scopes: scopes}, User: v.User, Stay: v.Session.Stay(v.User), RequestID: v.RequestID, Face: Face, From: v.From, Arrived: v.Arrived,
		},
		AnswerBy: v.AnswerBy, Key: v.Form.Get(KeyField),
	}
}

// KeyField is the field of forms that cost money with the idempotency key that was made when the form was shown.
const KeyField = "key"

// MaxFile is how many bytes a file may have that is sent with a form: what is in it goes round once more as text, in the form that confirms.
const MaxFile = 600_000

// CallOf is the call of one part of what a form asks for: each has a key of its own, made of the form's if it has one.
func (v *Visit) CallOf(part string) actions.Call {
	call := v.Call()
	if call.Key != "" {
		call.Key += "-" + part
	}
	return call
}

// Actor is the person in audit records.
func (v *Visit) Actor() reseller.Actor {
	a := v.Call().Caller.Actor()
	a.Caller = !v.User.Staff()
	return a
}

// Times writes and reads instants as the person has them.
func (v *Visit) Times() Times { return Times{Language: v.Language, Zone: v.Zone} }

// Operating is a context in which what the operator's use cases record is recorded as this person's.
func (v *Visit) Operating(ctx context.Context) context.Context {
	return reseller.ActingAs(ctx, v.Actor())
}

// ID is a parameter of the path that is a number; 0 if it is none.
func (v *Visit) ID(name string) int64 {
	id, err := strconv.ParseInt(v.Params[name], 10, 64)
	if err != nil || id < 0 {
		return 0
	}
	return id
}

// Field is what was typed into a field of a form, without blanks at the ends.
func (v *Visit) Field(name string) string { return reseller.TrimEnds(v.Form.Get(name)) }

// Typed is the form as it was sent, to be shown again.
func (v *Visit) Typed(fields ...string) page.Form {
	f := page.Form{Values: map[string]string{}, Errors: map[string]string{}, Key: v.Form.Get(KeyField)}
	for _, name := range fields {
		f.Values[name] = v.Form.Get(name)
	}
	return f
}

// Say gives a message in the person's language. The key must be in the catalogue.
func (v *Visit) Say(key string, args ...any) string {
	text, err := v.Language.Say(key, args...)
	if err != nil {
		panic(err)
	}
	return text
}

// NotFound is the error of a thing that is not there, or is another's.
func NotFound() error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is nothing here")
}
