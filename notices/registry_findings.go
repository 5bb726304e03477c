package notices

import (
	"context"
	"errors"
	"fmt"

	"nameyard/reseller"
)

// RegistryFindings tells the operator of differences between names and their registries, once each, many in one mail.
func (s *Service) RegistryFindings(ctx context.Context) error {
	findings, err := s.Store.RegistryFindings(ctx, reseller.RegistryFindingSearch{Untold: true, Page: reseller.Page{Limit: listed}})
	if err != nil || len(findings) == 0 {
		return err
	}
	draft := mail{
		kind: "operator_registry_findings", cause: fmt.Sprintf("registry_findings:%d", findings[0].ID),
		facts: Facts{At: s.Clock.Now(), Count: len(findings)},
	}
	for _, f := range findings {
		done := "left as it is"
		if f.Mended {
			done = "taken over"
		}
		draft.facts.Findings = append(draft.facts.Findings, oneLine(fmt.Sprintf("%s (%s): %s, %s", f.Name, f.Connector, f.Words, done)))
	}
	m, ok, err := s.write(ctx, draft)
	if err != nil {
		return err
	}
	var mails []reseller.Mail
	if ok {
		mails = append(mails, m)
	}
	s.Log.Warn("names are not as their registries show them", "differences", len(findings))
	if err := s.Store.TellRegistryFindings(ctx, findings, mails...); !errors.Is(err, reseller.ErrConflict) {
		return err
	}
	return nil // another server has told it
}
