package notices

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"nameyard/reseller"
)

// RegistryFunds tells the operator of registries whose account of ours does not cover what waits for them, or is below what the operator
// wants left there: once when that becomes so. Resellers hear nothing of it.
func (s *Service) RegistryFunds(ctx context.Context) error {
	rows, err := s.Store.RegistryFigures(ctx)
	if err != nil {
		return err
	}
	figures, served := reseller.MergeRegistryFigures(rows), map[string][]string{}
	for connector := range figures {
		served[connector] = nil // names may be there though no new ones go there
	}
	for _, tld := range s.Rules.Names() {
		served[s.Rules[tld].Connector] = append(served[s.Rules[tld].Connector], tld)
	}
	for _, connector := range slices.Sorted(maps.Keys(served)) {
		if err := s.lookAtRegistryFunds(ctx, connector, served[connector], figures[connector].Balance); err != nil {
			return fmt.Errorf("funds at registry %s: %w", connector, err)
		}
	}
	return nil
}

func (s *Service) lookAtRegistryFunds(ctx context.Context, connector string, tlds []string, balance *reseller.RegistryBalance) error {
	var currency string
	if balance != nil {
		currency = balance.Currency
	}
	queue, err := s.Store.RegistryQueue(ctx, connector, tlds, currency)
	if err != nil {
		return err
	}
	before, err := s.Store.RegistryFunds(ctx, connector)
	if err != nil {
		return err
	}
	now := reseller.RegistryFunds{Connector: connector, Low: !balance.Covers(queue), ToldAt: before.ToldAt}
	if now.Low == before.Low {
		return nil
	}
	var mails []reseller.Mail
	if now.Low {
		if s.Clock.Now().Sub(before.ToldAt) < tellAnew {
			return nil
		}
		now.ToldAt = s.Clock.Now()
		m, ok, err := s.write(ctx, lowAtRegistry(now, balance, queue))
		if err != nil {
			return err
		}
		if ok {
			mails = append(mails, m)
		}
		s.Log.Warn("our account at a registry does not cover what waits for it", "registry", connector, "waiting", queue.NoFunds)
	}
	err = s.Store.SaveRegistryFunds(ctx, before, now, mails...)
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil // another server has told it
	}
	return err
}

// lowAtRegistry is the mail to the operator.
func lowAtRegistry(now reseller.RegistryFunds, balance *reseller.RegistryBalance, queue reseller.RegistryQueue) mail {
	draft := mail{
		kind: "operator_registry_funds", cause: fmt.Sprintf("registry_funds:%s:%s", now.Connector, now.ToldAt.Format(time.RFC3339)),
		facts: Facts{At: now.ToldAt, Registry: now.Connector, Count: int(queue.NoFunds)},
	}
	if balance != nil {
		draft.facts.Available = reseller.Money{Minor: balance.Amount, Currency: balance.Currency}
		draft.facts.Amount = reseller.Money{Minor: queue.CostLimit, Currency: balance.Currency}
	}
	return draft
}
