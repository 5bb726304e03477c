//go:build !control_leftunsigned

package orders

import (
	"context"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// signAgain puts back the DNSSEC data of a name whose change of name servers was refused, and gives what the registry then has with the
// refusal. Where it is not known whether the data is back, neither is the outcome.
func signAgain(ctx context.Context, a attempt, data reseller.SecDNS, refusal error) (*reseller.SecDNS, error) {
	err := setSecDNS(ctx, a, data)
	if err == nil {
		return &data, refusal
	}
	if _, refused := registry.AsRefusal(err); refused {
		return &reseller.SecDNS{}, refusal
	}
	return nil, fmt.Errorf("%w: the change was refused (%v), and its DNSSEC data may not be back: %v", registry.ErrUnknown, refusal, err)
}
