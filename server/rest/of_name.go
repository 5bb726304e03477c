package rest

import (
	"context"

	"nameyard/reseller"
)

// ofName asks an action about the name in the path, and answers with what it says.
func ofName[T any](ctx context.Context, req *request, ask func(reseller.Name) (T, error), answer func(T) (reply, error)) (reply, error) {
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	said, err := ask(name)
	if err != nil {
		return reply{}, err
	}
	return answer(said)
}

// each brings a list to its form on the wire. An empty one is [], never null.
func each[T, W any](list []T, form func(T) W) []W {
	wire := make([]W, len(list))
	for i, item := range list {
		wire[i] = form(item)
	}
	return wire
}
