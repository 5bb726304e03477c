package entry

import (
	"cmp"
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
	Zone     string   // in which times are shown, by its IANA name
	Zones    []string // that are offered
	Saved    bool     // the zone has just been chosen
}

// stay is a session as its user sees it.
type stay struct {
	reseller.Session
	This bool // it is the one that looks
}

// you shows what one signs in by, where one is signed in, and in which zone one reads times.
func (p Pages) you(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	zone := cmp.Or(v.User.TimeZone, "UTC")
	return p.showYou(ctx, v, zone, page.Form{Values: map[string]string{"name": v.Query.Get("name"), "zone": zone}})
}

func (p Pages) showYou(ctx context.Context, v *visit.Visit, zone string, form page.Form) (visit.Answer, error) {
	d := yours{Zone: zone, Zones: visit.Zones(), Saved: v.Query.Has("zone")}
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
	return visit.Show("entry/you", v.Say("you.title"), d).With(form), nil
}

// timeZone changes the zone in which one reads times.
func (p Pages) timeZone(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	zone, err := visit.ReadZone(v.Form.Get("zone"))
	if err != nil {
		form := v.Typed("zone")
		form.Errors["zone"] = v.Say("timezone.wrong", v.Field("zone"))
		return p.showYou(ctx, v, cmp.Or(v.User.TimeZone, "UTC"), form)
	}
	return visit.Go(v.Side + "/you/?zone="), p.People.SetUserTimeZone(ctx, v.User, zone, self(v))
}

// endOthers ends one's sessions elsewhere.
func (p Pages) endOthers(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return visit.Go(v.Side + "/you/"), p.People.EndOtherSessions(ctx, v.User, v.Session.Hash, self(v))
}
