package account

import (
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// Routes are every page and every change of an account, on one screen.
func (p Pages) Routes() []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: "/panel/", Needs: reseller.RightRead, Do: p.overview},
		{Method: "GET", Path: "/panel/domains/", Needs: reseller.RightRead, Do: p.domains},
		{Method: "GET", Path: "/panel/domains/:id/", Needs: reseller.RightRead, Do: p.domain},
	}
}
