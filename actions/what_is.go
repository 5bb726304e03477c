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
	Activity bool // also whatever else Activity tells of the account
}

// WhatIs finds what an identifier stands for: of a request, of a transaction at a registry, of an order's key, an invoice, a payment, a posted event or a token.
// Another account's stands for nothing. What the operator did in the account has no records here, nor has what is the operator's own.
func (s *Service) WhatIs(ctx context.Context, call Call, r WhatIs) ([]reseller.Quoted, error) {
	account := call.Caller.Account.ID
	found, err := s.store.Lookup(ctx, account, reseller.TrimEnds(r.Text))
	if err != nil {
		return nil, err
	}
	names := make([]string, len(found))
	for i, q := range found {
		names[i] = q.Actor
	}
	who, err := s.acted(ctx, account, names)
	return slices.DeleteFunc(found, func(q reseller.Quoted) bool {
		if q.Actor != "" && who.told(reseller.Actor{Name: q.Actor}).Operator() {
			return true
		}
		topic := reseller.AuditTold[q.Text]
		return q.What == reseller.QuotedRecord && (topic == reseller.AuditOfOperator || !r.Activity && strings.HasPrefix(q.Text, "user."))
	}), err
}
