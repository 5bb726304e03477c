package entry

import (
	"context"
	"errors"
	"net/http"

	"nameyard/panel/page"
	"nameyard/panel/password"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// forgotten is what the page shows on which one says that the password is forgotten.
type forgotten struct {
	Mails bool // links are mailed
	Done  bool
}

// forgot asks for the address.
func (p Pages) forgot(_ context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showForgotten(v, page.Form{}), nil
}

func (p Pages) showForgotten(v *visit.Visit, f page.Form) visit.Answer {
	d := forgotten{Mails: p.Passwords.MailsResets(v.Side == "/operator"), Done: v.Query.Has("done")}
	return visit.Show("entry/forgotten", v.Say("forgotten.title"), d).With(f)
}

// ask notes whose password is forgotten. The answer is the same whoever that is.
func (p Pages) ask(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if !p.Passwords.MailsResets(v.Side == "/operator") {
		return visit.Go(v.Side + "/sign-in/forgotten/"), nil
	}
	err := p.Passwords.Ask(ctx, v.Field("email"), nobody(v))
	if err == nil {
		return visit.Go(v.Side + "/sign-in/forgotten/?done="), nil
	}
	f := v.Typed("email")
	switch {
	case errors.Is(err, password.ErrLimited):
		f.Errors["email"] = v.Say("forgotten.limited")
		a := p.showForgotten(v, f)
		a.Status = http.StatusTooManyRequests
		return a, nil
	case reseller.IsKind(err, reseller.KindInvalid):
		f.Errors["email"] = v.Say("forgotten.no_address")
		return p.showForgotten(v, f), nil
	}
	return visit.Answer{}, err
}

// resetting is what the page shows on which another password is set.
type resetting struct {
	Over         bool
	Email, Token string
	Shortest     int
}

// resetPassword asks for another password. Looking at it does not use the link up.
func (p Pages) resetPassword(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	u, err := p.resettingUser(ctx, v, v.Query.Get("token"))
	if err != nil {
		return p.resetOver(v, err)
	}
	return p.showReset(v, u, v.Query.Get("token"), page.Form{}), nil
}

func (p Pages) showReset(v *visit.Visit, u reseller.User, token string, f page.Form) visit.Answer {
	a := visit.Show("entry/reset", v.Say("reset.title"), resetting{Email: u.Email, Token: token, Shortest: password.Shortest}).With(f)
	a.Secret = true
	return a
}

// resettingUser finds the user of a link, on this side of the panel.
func (p Pages) resettingUser(ctx context.Context, v *visit.Visit, token string) (reseller.User, error) {
	u, err := p.Passwords.Resetting(ctx, token)
	if err == nil && session.Side(u) != v.Side {
		err = reseller.ErrNotFound
	}
	return u, err
}

// resetOver answers who comes with a link that sets no password.
func (p Pages) resetOver(v *visit.Visit, err error) (visit.Answer, error) {
	if !errors.Is(err, reseller.ErrNotFound) {
		return visit.Answer{}, err
	}
	a := visit.Show("entry/reset", v.Say("reset.title"), resetting{Over: true})
	a.Status = http.StatusGone
	return a, nil
}

// useReset sets another password, and signs in.
func (p Pages) useReset(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if err := p.Passwords.Attempt(ctx, v.From); errors.Is(err, password.ErrLimited) {
		return p.limited(v), nil
	} else if err != nil {
		return visit.Answer{}, err
	}
	token := v.Form.Get("token")
	u, err := p.resettingUser(ctx, v, token)
	if err != nil {
		return p.resetOver(v, err)
	}
	if err := p.Passwords.Right(ctx, v.From); err != nil {
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.Together(v.Request, u, by(v, u), func(n reseller.Session) error {
		return p.Passwords.Reset(ctx, u, password.Reset{Secret: token, Password: v.Form.Get("password"), Code: v.Form.Get("code")}, n, by(v, u))
	})
	f := v.Typed()
	switch {
	case err == nil:
		return visit.Answer{To: v.Side + "/you/", Cookies: []*http.Cookie{cookie}}, nil
	case errors.Is(err, reseller.ErrNotFound):
		return p.resetOver(v, reseller.ErrNotFound)
	case errors.Is(err, password.ErrLimited):
		f.Errors["code"] = v.Say("sign_in.limited")
		a := p.showReset(v, u, token, f)
		a.Status = http.StatusTooManyRequests
		return a, nil
	case errors.Is(err, password.ErrNotProved):
		f.Errors["code"] = v.Say("reset.wrong_code")
	case reseller.IsKind(err, reseller.KindInvalid):
		f.Errors["password"] = v.Say("password.too_short", password.Shortest)
	default:
		return visit.Answer{}, err
	}
	return p.showReset(v, u, token, f), nil
}

// nobody is who has not signed in, in audit records.
func nobody(v *visit.Visit) reseller.Actor {
	return reseller.Actor{Name: "nobody", Face: visit.Face, Address: v.From, RequestID: v.RequestID}
}
