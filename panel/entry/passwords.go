package entry

import (
	"context"
	"errors"
	"net/http"

	"nameyard/panel/page"
	"nameyard/panel/password"
	"nameyard/panel/qr"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// usePassword signs in by a password and a code.
func (p Pages) usePassword(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	u, proof, err := p.Passwords.Prove(ctx, password.Given{Email: v.Field("email"), Password: v.Form.Get("password"), Code: v.Form.Get("code")}, nobody(v))
	if errors.Is(err, password.ErrLimited) {
		return p.limited(v), nil
	}
	if errors.Is(err, password.ErrNotProved) || err == nil && session.Side(u) != v.Side {
		return p.wrongPassword(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.Begin(ctx, v.Request, u, proof, by(v, u))
	if errors.Is(err, reseller.ErrConflict) { // the user or the password is gone meanwhile
		return p.wrongPassword(v), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: within(v.Side, v.Form.Get("next")), Cookies: []*http.Cookie{cookie}}, nil
}

// wrongPassword says that something was wrong, and not what.
func (p Pages) wrongPassword(v *visit.Visit) visit.Answer {
	f := v.Typed("next", "email")
	f.Errors["password"] = v.Say("sign_in.wrong")
	return visit.Show("entry/sign_in", v.Say("sign_in.title"), false).With(f)
}

// limited says that too much was wrong before.
func (p Pages) limited(v *visit.Visit) visit.Answer {
	f := v.Typed("next", "email")
	f.Errors["password"] = v.Say("sign_in.limited")
	a := visit.Show("entry/sign_in", v.Say("sign_in.title"), false).With(f)
	a.Status = http.StatusTooManyRequests
	return a
}

// enrolment is what the page shows on which a password is set.
type enrolment struct {
	password.Enrolment
	QR       qr.Code
	Shortest int
}

// newPassword shows the secret of the codes, and asks for a password.
func (p Pages) newPassword(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	e, err := p.Passwords.Enrol(ctx, v.User)
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showEnrolment(v, e, page.Form{Values: map[string]string{"next": v.Query.Get("next")}})
}

func (p Pages) showEnrolment(v *visit.Visit, e password.Enrolment, f page.Form) (visit.Answer, error) {
	drawn, err := qr.Draw(e.URI)
	a := visit.Show("entry/password", v.Say("password.title"), enrolment{e, drawn, password.Shortest}).With(f)
	a.Enrols, a.Secret = true, true
	return a, err
}

// setPassword sets a password, and shows the recovery codes once.
func (p Pages) setPassword(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	from, cookies := p.making(v, reseller.Ways{Password: true})
	codes, again, err := p.Passwords.Set(ctx, v.User, v.Form.Get("id"), v.Form.Get("password"), v.Form.Get("code"), from, self(v))
	f := onward(v)
	if err == nil {
		goOn(v, from)
		a := visit.Show("entry/codes", v.Say("password.codes"), codes).With(f)
		a.Cookies = cookies
		return a, nil
	}
	if reseller.IsKind(err, reseller.KindInvalid) {
		f.Errors["password"] = v.Say("password.too_short", password.Shortest)
	}
	if errors.Is(err, password.ErrWrongCode) {
		f.Errors["code"] = v.Say("password.wrong_code")
	}
	if errors.Is(err, password.ErrTooLate) {
		f.Errors["code"] = v.Say("password.too_late")
		if again, err = p.Passwords.Enrol(ctx, v.User); err != nil {
			return visit.Answer{}, err
		}
	}
	if !f.Wrong() {
		return visit.Answer{}, err
	}
	return p.showEnrolment(v, again, f)
}

// newCodes makes recovery codes in place of those before, and shows them once.
func (p Pages) newCodes(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	codes, err := p.Passwords.RecoveryCodes(ctx, v.User, v.Session.Hash, self(v))
	if errors.Is(err, reseller.ErrConflict) {
		return visit.Go(v.Side + "/you/"), nil
	}
	return visit.Show("entry/codes", v.Say("password.codes"), codes), err
}

// removePassword takes the password away, unless nothing else signs its user in.
func (p Pages) removePassword(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	err := p.Passwords.Remove(ctx, v.User, v.Session.Hash, self(v))
	if errors.Is(err, reseller.ErrConflict) {
		a, err := p.you(ctx, v)
		f := v.Typed()
		f.Errors["password"] = v.Say("password.only_way")
		return a.With(f), err
	}
	return visit.Go(v.Side + "/you/"), err
}
