package actions

import (
	"context"
	"regexp"

	"nameyard/orders"
	"nameyard/reseller"
)

// ReleaseDomain gives a name to another registrar.
type ReleaseDomain struct {
	Name reseller.Name
	Tag  string // of the gaining registrar
}

var tagForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$`)

// ReleaseDomain gives a name away by tag: it leaves the account. WHMCS add-on action ReleaseDomain.
func (s *Service) ReleaseDomain(ctx context.Context, call Call, r ReleaseDomain) (Ordered, error) {
	if r.Tag = reseller.TrimEnds(r.Tag); r.Tag == "" {
		return Ordered{}, reseller.Missing(reseller.PathTag)
	}
	if !tagForm.MatchString(r.Tag) {
		return Ordered{}, reseller.Invalid(reseller.PathTag, "%q is not a registrar tag: 2 to 64 letters, digits, hyphens, dots and underscores", r.Tag)
	}
	d, rules, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	if !rules.TagRelease {
		return Ordered{}, reseller.NotSupported(rules.Name, "release to a tag")
	}
	result, err := s.change(ctx, call, orders.Request{
		Kind: reseller.OrderRelease, Domain: &d, Subject: "release", Desired: reseller.Desired{Tag: r.Tag},
	})
	return Ordered{Order: result.Order}, err
}
