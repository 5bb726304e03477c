package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// domainsData is what the list of names shows.
type domainsData struct {
	listing
	Rows []domainLine
}

// domainLine is a name with the e-mail address of its account.
type domainLine struct {
	reseller.Domain
	Account string
}

// domains lists the names of all accounts, newest first.
func (p Pages) domains(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "account", "name", "closed")
	d := domainsData{listing: l}
	title := v.Say("domains.title")
	found, err := p.Domains.List(ctx, operator.DomainChoice{Account: l.Has("account"), Name: l.Has("name"), Closed: l.Has("closed") == "yes", Page: place})
	form := page.Form{}
	if tell(v, &form, err, beside("name").of(reseller.KindNotFound, "account")) {
		return visit.Show("staff/domains", title, d).With(form).Part("list"), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	emails, err := emailsOf(ctx, p, found, func(n reseller.Domain) int64 { return n.AccountID })
	if err != nil {
		return visit.Answer{}, err
	}
	for _, n := range shown(&d.listing, found, func(n reseller.Domain) int64 { return n.ID }) {
		d.Rows = append(d.Rows, domainLine{n, emails[n.AccountID]})
	}
	return visit.Show("staff/domains", title, d).Part("list"), nil
}

// domainData is what the page of a name shows.
type domainData struct {
	operator.ShownDomain
	Account reseller.Account
	Silent  visit.Told // why the registry's view is not there; zero = it is
	Story   []chapter
	To      []string // the other registrars to which the name may be moved
	Asked   asked
}

// asked is what of a name is to be confirmed: nil until it is typed.
type asked struct {
	*operator.Holding // a hold or its end
	*operator.Keeping // a dispute lock or its end
}

// Any reports whether something is.
func (a asked) Any() bool { return a.Holding != nil || a.Keeping != nil }

// domain shows a name, the registry's view beside ours, and all that happened to it.
func (p Pages) domain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showDomain(ctx, v, page.Form{}, asked{})
}

func (p Pages) showDomain(ctx context.Context, v *visit.Visit, form page.Form, asked asked) (visit.Answer, error) {
	name, err := p.Rules.Split(v.Params["name"])
	if err != nil {
		return visit.Answer{}, err
	}
	d := domainData{Asked: asked}
	if d.ShownDomain, err = p.Domains.Show(ctx, name); err != nil {
		return visit.Answer{}, err
	}
	d.To = p.Moves.Targets(d.Domain)
	if d.RegistryError != nil {
		d.Silent = v.Told(d.RegistryError, pageOf)
	}
	if d.Account, err = p.Accounts.ByID(ctx, d.AccountID); err != nil {
		return visit.Answer{}, err
	}
	story, err := p.Stories.OfName(ctx, name)
	if err != nil {
		return visit.Answer{}, err
	}
	if d.Story, err = p.told(ctx, v, story); err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("staff/domain", name.Unicode(), d).With(form), nil
}
