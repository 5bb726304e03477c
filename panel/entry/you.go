package entry

import (
	"context"
	"time"

	"nameyard/panel/page"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// yours is what the page of one's own sign-in shows.
type yours struct {
	Keys     []reseller.Passkey
	Password bool
	SetAt    time.Time // of the password
	Codes    int       // recovery codes that are left
	Sessions []stay
}

// stay is a session as its user sees it.
type stay struct {
	reseller.Session
	This bool // it is the one that looks
}

// you shows what one signs in by, and where one is signed in.
func (p Pages) you(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d yours
	var err error
	if d.Keys, err = p.Passkeys.Keys.Passkeys(ctx, v.User.ID); err != nil {
		return visit.Answer{}, err
	}
	if d.SetAt, d.Codes, d.Password, err = p.Passwords.Of(ctx, v.User.ID); err != nil {
		return visit.Answer{}, err
	}
	all, err := p.People.UserSessions(ctx, v.User.ID, v.Arrived.Add(-session.Idle))
	if err != nil {
		return visit.Answer{}, err
	}
	for _, n := range all {
		d.Sessions = append(d.Sessions, stay{n, n.Hash == v.Session.Hash})
	}
	return visit.Show("entry/you", v.Say("you.title"), d).With(page.Form{Values: map[string]string{"name": v.Query.Get("name")}}), nil
}

// endOthers ends one's sessions elsewhere.
func (p Pages) endOthers(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return visit.Go(v.Side + "/you/"), p.People.EndOtherSessions(ctx, v.User, v.Session.Hash, self(v))
}
