package app

import (
	"context"

	"nameyard/actions"
	"nameyard/operator"
	"nameyard/publish/mail"
)

// mailWay follows the forwards of all names for a mail to an address, as the mail server does.
func (a *App) mailWay(ctx context.Context, address string) (actions.MailWay, error) {
	forwards := operator.Forwards{Zones: a.Zones, MX: a.publishing.Platform.MX}
	if a.publishing.MailVerifyURL != "" {
		forwards.Targets = &mail.Targets{Books: a.Store, Clock: a.Clock, Log: a.Log}
	}
	test, err := forwards.Test(ctx, address)
	way := actions.MailWay{Address: test.Address, Outcome: string(test.Outcome), Reply: test.Reply, Why: test.Why, Targets: test.Targets}
	for _, step := range test.Steps {
		way.Steps = append(way.Steps, actions.MailStep(step))
	}
	return way, err
}
