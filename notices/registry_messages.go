package notices

import (
	"context"
	"errors"
	"fmt"

	"nameyard/reseller"
)

// RegistryMessages tells the operator of messages of registries that only a person can act on, once each, many in one mail.
func (s *Service) RegistryMessages(ctx context.Context) error {
	messages, err := s.Store.UntoldRegistryMessages(ctx, listed)
	if err != nil || len(messages) == 0 {
		return err
	}
	draft := mail{
		kind: "operator_registry_messages", cause: fmt.Sprintf("registry_messages:%d", messages[0].ID),
		facts: Facts{At: s.Clock.Now(), Count: len(messages)},
	}
	for _, m := range messages {
		about := m.Connector
		if m.Name != "" {
			about += ", " + m.Name
		}
		draft.facts.Findings = append(draft.facts.Findings, oneLine(fmt.Sprintf("%d (%s): %s", m.ID, about, m.Words)))
	}
	m, ok, err := s.write(ctx, draft)
	if err != nil {
		return err
	}
	var mails []reseller.Mail
	if ok {
		mails = append(mails, m)
	}
	if err := s.Store.TellRegistryMessages(ctx, messages, mails...); !errors.Is(err, reseller.ErrConflict) {
		return err
	}
	return nil // another server has told it
}
