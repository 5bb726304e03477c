//go:build !control_importbuys

package operator

import (
	"nameyard/reseller"
)

// due says why the renewal of a name would be bought at once if it renewed itself; empty if it would not. An import charges
// nothing: a file that says "renew" did not mean this credit.
func (i *importer) due(d reseller.Domain, said importSaid) string {
	now := i.Clock.Now()
	switch {
	case lapsed(said.status):
		return "its status is " + plain(said.status)
	case d.State != reseller.DomainActive:
		return "it is deleted at the registry"
	case d.Expired(now):
		return "it expired on " + day(d.PaidThrough)
	case !i.Routes.Rules()[d.Name.TLD()].RenewalOpens(d.PaidThrough).After(now):
		return "its renewal is due, and would be bought at once"
	}
	return ""
}
