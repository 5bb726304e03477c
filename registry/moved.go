package registry

import (
	"context"

	"nameyard/reseller"
)

// MovedTo finds where a name is that its connector does not show as ours any more: at the connector to which the rules send new names of its
// TLD, if that one shows it as ours. Whoever changes the registrar of a TLD moves its names from account to account there, and their rows follow
// later. "" = it is not there. An error is one of registry.LookAt: then nothing is known.
func (r *Routes) MovedTo(ctx context.Context, d reseller.Domain) (connector string, err error) {
	is, _, err := r.Of(d)
	if err != nil {
		return "", err
	}
	rules, conn, err := r.For(d.Name)
	if err != nil || rules.Connector == is.Connector {
		return "", err
	}
	seen, err := LookAt(ctx, conn, d.Name)
	if err != nil || !seen.Ours || seen.Withheld != "" {
		return "", err
	}
	return rules.Connector, nil
}
