package staff

import (
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// Routes are every page and every change of the operator's, on one screen.
func (p Pages) Routes() []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: "/operator/", Needs: reseller.RightOperate, Do: p.accounts},
		{Method: "POST", Path: "/operator/accounts/:id/view/", Needs: reseller.RightOperate, Do: p.view},
	}
}
