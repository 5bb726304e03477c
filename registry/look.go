package registry

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// Look is what a registry's answer to the question for one name comes to, for those who work through many.
type Look struct {
	Registration
	Gone     bool   // it is not registered
	Withheld string // why a registry that answers does not show it; then nothing else is known. Empty where it does
}

// hiddenWords says why a name is withheld that is Hidden.
const hiddenWords = "the registry says that it is not ours to see (2201): another registrar has it, or our account there lacks a right"

// LookAt asks a registry for a name. What it says of the one name, a refusal included, is a Look; an error is a registry that does not answer,
// of which the next name would learn no more.
func LookAt(ctx context.Context, conn Connector, name reseller.Name) (Look, error) {
	shown, err := conn.Info(ctx, name)
	_, refused := AsRefusal(err)
	switch {
	case errors.Is(err, ErrNoSuchName):
		return Look{Gone: true}, nil
	case refused || errors.Is(err, ErrNotTold):
		return Look{Withheld: "the registry does not show it: " + err.Error()}, nil
	case err != nil:
		return Look{}, err
	case shown.Hidden:
		return Look{Registration: shown, Withheld: hiddenWords}, nil
	}
	return Look{Registration: shown}, nil
}
