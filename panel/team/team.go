// Package team is the pages on which people manage who else may sign in: those of an account, and the operator's staff.
package team

import (
	"context"
	"embed"
	"net/url"
	"strconv"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

//go:embed *.html
var files embed.FS

// Templates are the pages.
var Templates = page.Source{Name: "team", Files: files}

// Pages are the pages of one panel, for both of its sides.
type Pages struct {
	Users operator.Users
}

// Routes are the routes on a side of the panel.
func (p Pages) Routes(side string, needs reseller.Right) []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: side + "/team/", Needs: needs, Do: p.team},
		{Method: "POST", Path: side + "/team/", Needs: needs, Fresh: true, Once: true, Do: p.invite},
		{Method: "POST", Path: side + "/team/:id/role/", Needs: needs, Fresh: true, Do: p.setRole},
		{Method: "POST", Path: side + "/team/:id/invite/", Needs: needs, Fresh: true, Once: true, Do: p.inviteAgain},
		{Method: "POST", Path: side + "/team/:id/link/", Needs: needs, Fresh: true, Once: true, Do: p.newLink},
		{Method: "POST", Path: side + "/team/:id/remove/", Needs: needs, Fresh: true, Do: p.remove},
	}
}

// of is the team of the person who visits.
func (p Pages) of(v *visit.Visit) operator.Team {
	users := p.Users
	users.By = v.User.Email
	return operator.Team{Users: users, Account: v.Account}
}

// people is what the page shows.
type people struct {
	People []operator.Member
	Roles  []reseller.UserRole
	Mails  bool             // links are mailed
	Sent   *operator.Member // to whom one was mailed just now
}

// team lists the people.
func (p Pages) team(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.show(ctx, v, page.Form{})
}

func (p Pages) show(ctx context.Context, v *visit.Visit, f page.Form) (visit.Answer, error) {
	team := p.of(v)
	d := people{Roles: team.Roles(), Mails: team.Mails()}
	var err error
	d.People, err = team.List(ctx)
	for i, m := range d.People {
		if v.Query.Get("sent") == strconv.FormatInt(m.ID, 10) && !m.LinkUntil.IsZero() {
			d.Sent = &d.People[i]
		}
	}
	return visit.Show("team/team", v.Say("team.title"), d).With(f), err
}

// link is what the page shows that has a link, this once.
type link struct {
	Email, URL string
	Back       string // the page from which it was given
}

// invite adds a person, and has the link for the first time mailed, or shows it.
func (p Pages) invite(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	made, err := p.of(v).Invite(v.Operating(ctx), v.Field("email"), reseller.UserRole(v.Field("role")), string(v.Language))
	if err != nil {
		return p.refused(ctx, v, "email", err)
	}
	return Given(v, made, v.Side+"/team/"), nil
}

// inviteAgain gives another link to a person who has never signed in.
func (p Pages) inviteAgain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	made, err := p.of(v).InviteAgain(v.Operating(ctx), v.ID("id"))
	if reseller.IsKind(err, reseller.KindConflict) {
		f := v.Typed()
		f.Errors["person"] = v.Say("team.has_signed_in")
		return p.show(ctx, v, f)
	}
	if err != nil {
		return p.refused(ctx, v, "person", err)
	}
	return Given(v, made, v.Side+"/team/"), nil
}

// newLink ends what a person signs in by, and gives a link to begin anew. For oneself there are other ways.
func (p Pages) newLink(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if v.ID("id") == v.User.ID {
		return visit.Answer{}, visit.NotFound()
	}
	made, err := p.of(v).Begin(v.Operating(ctx), v.ID("id"))
	if err != nil {
		return p.refused(ctx, v, "person", err)
	}
	return Given(v, made, v.Side+"/team/"), nil
}

// Given answers on the page from which a link was given that it was mailed, or shows it this once.
func Given(v *visit.Visit, made operator.Invited, page string) visit.Answer {
	if made.Secret == "" {
		return visit.Go(page + "?sent=" + strconv.FormatInt(made.ID, 10))
	}
	to := session.Home(v.Request) + session.Side(made.User) + "/sign-in/link/?" + url.Values{"token": {made.Secret}}.Encode()
	return visit.Show("team/link", v.Say("team.link"), link{Email: made.Email, URL: to, Back: page})
}

// setRole changes what a person may do.
func (p Pages) setRole(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if err := p.of(v).SetRole(v.Operating(ctx), v.ID("id"), reseller.UserRole(v.Field("role"))); err != nil {
		return p.refused(ctx, v, "person", err)
	}
	return visit.Go(v.Side + "/team/"), nil
}

// remove takes a person away.
func (p Pages) remove(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if err := p.of(v).Take(v.Operating(ctx), v.ID("id")); err != nil {
		return p.refused(ctx, v, "person", err)
	}
	return visit.Go(v.Side + "/team/"), nil
}

// refused shows the page with what is wrong, where its reader can do something about it.
func (p Pages) refused(ctx context.Context, v *visit.Visit, field string, err error) (visit.Answer, error) {
	f := v.Typed("email", "role")
	switch e := reseller.AsError(err); e.Kind {
	case reseller.KindInvalid:
		for _, fault := range e.All() {
			switch {
			case fault.Field != operator.PathRole:
				f.Errors[field] = v.Say("team.wrong")
			case field == "email" && len(p.of(v).Roles()) > 1:
				f.Errors["role"] = v.Say("team.wrong_role")
			default: // there is no field for it
				f.Errors["person"] = v.Say("team.wrong_role")
			}
		}
	case reseller.KindLimited:
		f.Errors[field] = v.Say("team.limited")
	case reseller.KindConflict, reseller.KindRefused:
		f.Errors[field] = v.Say("team.taken")
		if field == "person" {
			f.Errors[field] = v.Say("team.last")
		}
	default:
		return visit.Answer{}, err
	}
	return p.show(ctx, v, f)
}
