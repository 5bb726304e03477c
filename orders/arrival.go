//go:build !control_noclaim

package orders

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// arrival is the finding about a name that is with us now. It is the order's if the registry names its request, has taken its auth
// code, or shows that the name came after the order was placed. A name that was with us before is nobody's to ask for: whose it is,
// the operator must say.
func arrival(shown *registry.Registration, o order) finding {
	byRequest := shown.Transfer != nil && shown.Transfer.Status.Approved() && reseller.ClTRIDBaseOf(shown.Transfer.ClTRID) == o.ClTRIDBase
	doubt := finding{verdict: unclear, code: reseller.CodeNeedsOperator, reason: cameUnclaimed}
	since := o.CreatedAt
	if byCode := o.rules.TransferBy != "tag"; byCode {
		byRequest = byRequest || o.State == reseller.OrderPending
		since, doubt.code = since.Add(-clockSkew), "" // the registry's yes to the code would settle it
	}
	if byRequest || shown.Transferred.After(since) {
		return finding{verdict: took}
	}
	return doubt
}
