package sandbox

import (
	"context"
	"encoding/json"

	"nameyard/registry"
	"nameyard/reseller"
)

// renewalModePrefix is that of the documents of how names are renewed at a gateway. + the name
const renewalModePrefix = "renewalmode:"

// SetRenewalMode keeps how the gateway of a wholesale registrar is to renew a name ("AUTOEXPIRE"). The sandbox renews none by itself.
func (r *Registry) SetRenewalMode(ctx context.Context, name reseller.Name, mode string) error {
	key := renewalModePrefix + name.String()
	return again(ctx, func() error {
		docs, err := r.docs.Get(ctx, key)
		if err != nil {
			return unreachable(err)
		}
		body, err := json.Marshal(mode)
		if err != nil {
			return unreachable(err)
		}
		return r.put(ctx, []Write{{Key: key, Body: body, Version: docs[key].Version}}, nil)
	})
}

// RenewalMode tells how a name is renewed at the gateway; empty if nobody has said it.
func (r *Registry) RenewalMode(ctx context.Context, name reseller.Name) (mode string, err error) {
	err = r.readObject(ctx, renewalModePrefix+name.String(), &mode)
	if registry.RefusedWith(err, registry.CodeNoObject) {
		err = nil
	}
	return mode, err
}
