package actions

import (
	"context"
	"slices"
	"strings"

	"nameyard/reseller"
)

// WhatIs asks what an identifier stands for that somebody was quoted.
type WhatIs struct {
	Text     string
	Personal bool // also what was done about the account's people and how they sign in
}

// WhatIs finds what an identifier stands for: of a request, of a transaction at a registry, of an order's key, an invoice, a payment, a posted event or a token.
// Another account's stands for nothing. What the operator did in the account has no records here.
func (s *Service) WhatIs(ctx context.Context, call Call, r WhatIs) ([]reseller.Quoted, error) {
	found, err := s.store.Lookup(ctx, call.Caller.Account.ID, reseller.TrimEnds(r.Text))
	return slices.DeleteFunc(found, func(q reseller.Quoted) bool {
		return reseller.Actor{Name: q.Actor}.Operator() || q.What == reseller.QuotedRecord && !r.Personal && strings.HasPrefix(q.Text, "user.")
	}), err
}
