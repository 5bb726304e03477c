package registry

import (
	"context"
	"fmt"

	"nameyard/reseller"
)

// MovedTo finds where a name is that its connector does not show as ours any more: at the connector to which the rules send new names of its
// TLD, if that one shows it as ours. Whoever changes the registrar of a TLD moves its names from account to account there, and their rows follow
// later. "" = it is not there. An error is one of LookAt: then nothing is known.
func (r *Routes) MovedTo(ctx context.Context, d reseller.Domain) (connector string, err error) {
	is, _, err := r.Of(d)
	if err != nil {
		return "", err
	}
	rules, conn, err := r.For(d.Name)
	if err != nil || rules.Connector == is.Connector {
		return "", err
	}
	if _, ours, err := showsOurs(ctx, conn, d.Name); !ours || err != nil {
		return "", err
	}
	return rules.Connector, nil
}

// Elsewhere looks for a name at every connector but its own, and gives the one that shows it as ours; the name is "" if none does. It is for rows that
// may be wrong about where their names are, as those of a backup. An error is one of LookAt: then nothing is known.
func (r *Routes) Elsewhere(ctx context.Context, d reseller.Domain) (NamedConnector, Look, error) {
	is, _, err := r.Of(d)
	if err != nil {
		return NamedConnector{}, Look{}, err
	}
	for _, c := range r.Connectors() {
		if c.Name == is.Connector {
			continue
		}
		if seen, ours, err := showsOurs(ctx, c.Connector, d.Name); ours || err != nil {
			return c, seen, err
		}
	}
	return NamedConnector{}, Look{}, nil
}

// MovedWords tell the operator of a name that is ours at another connector than its row says, and how the row follows: names are moved to where new
// names of their TLD go.
func (r *Routes) MovedWords(d reseller.Domain, to string) string {
	if !r.Sells(to, d.Name.TLD()) {
		return fmt.Sprintf("it is ours at %s by now: send new names of .%s there in the TLD rules, have its row follow with \"nameyard domain move %s --to %s\", and change the rules again", to, d.Name.TLD(), d.Name, to)
	}
	return fmt.Sprintf("it is ours at %s by now: have its row follow with \"nameyard domain move %s --to %s\"", to, d.Name, to)
}

func showsOurs(ctx context.Context, conn Connector, name reseller.Name) (Look, bool, error) {
	seen, err := LookAt(ctx, conn, name)
	return seen, err == nil && seen.Ours && !seen.Gone && seen.Withheld == "", err
}
