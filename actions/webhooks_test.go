package actions_test

import (
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

func TestWebhookIsTheAccountsOwnToRun(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		made, err := e.Actions.AddWebhook(t.Context(), e.call(), actions.AddWebhook{URL: "https://hooks.example/x", Kinds: []string{"register.*"}})
		e.Must(err)
		hook := actions.WebhookByID{ID: made.Endpoint.ID}
		_, err = e.Actions.AddWebhook(t.Context(), e.call(), actions.AddWebhook{URL: "https://hooks.example/x", Kinds: []string{"foo.bar"}})
		wantError(t, "an event that never happens", err, reseller.CodeInvalidParameter, reseller.PathEventKinds, "foo.bar")
		_, err = e.Actions.AddWebhook(t.Context(), e.call(), actions.AddWebhook{URL: "https://169.254.169.254/"})
		wantError(t, "an address of the house", err, reseller.CodeInvalidParameter, reseller.PathURL, "not allowed")

		next, err := e.Actions.RotateWebhookSecret(t.Context(), e.call(), hook)
		e.Must(err)
		if made.Secret == "" || next.Secret == made.Secret {
			t.Errorf("the secrets are %q and %q", made.Secret, next.Secret)
		}

		e.register("mine.com")
		_, err = e.Store.NumberEvents(t.Context(), 10)
		e.Must(err)
		e.Must(e.App.Webhooks.QueueDeliveries(t.Context()))
		log := func() []reseller.Delivery {
			t.Helper()
			page, err := e.Actions.ListDeliveries(t.Context(), e.call(), actions.ListDeliveries{Webhook: hook.ID})
			e.Must(err)
			return page.Rows
		}
		list := log()
		if len(list) != 1 || list[0].Kind != "register.done" || list[0].State != reseller.DeliveryWaiting {
			t.Fatalf("the log is %+v", list)
		}
		again := actions.ReplayDelivery{Webhook: hook.ID, ID: list[0].ID}
		e.Must(e.Actions.ReplayDelivery(t.Context(), e.call(), again)) // it waits as it is
		claimed, err := e.Store.ClaimDelivery(t.Context(), list[0], e.Clock.Wall())
		e.Must(err)
		claimed.State = reseller.DeliveryGivenUp
		shown, err := e.Actions.ShowWebhook(t.Context(), e.call(), hook)
		e.Must(err)
		shown.DisabledAt = e.Clock.Wall()
		e.Must(e.Store.EndAttempt(t.Context(), reseller.Attempt{Delivery: claimed, Endpoint: shown, Disable: true}))
		wantError(t, "posting to what is switched off", e.Actions.ReplayDelivery(t.Context(), e.call(), again), reseller.CodeBadState, reseller.PathID, "switch it on first")
		on, err := e.Actions.EnableWebhook(t.Context(), e.call(), hook)
		e.Must(err)
		if !on.DisabledAt.IsZero() {
			t.Error("it is still off")
		}
		e.Must(e.Actions.ReplayDelivery(t.Context(), e.call(), again))
		if d := log()[0]; d.State != reseller.DeliveryWaiting || d.Attempts != 0 || d.Body != list[0].Body {
			t.Errorf("to be posted again it is %+v", d)
		}
		again.ID = 999
		wantError(t, "no such delivery", e.Actions.ReplayDelivery(t.Context(), e.call(), again), reseller.CodeNotFound, reseller.PathID, "has no delivery")

		stranger := e.stranger()
		for what, act := range map[string]func() error{
			"show":   func() error { _, err := e.Actions.ShowWebhook(t.Context(), stranger, hook); return err },
			"remove": func() error { return e.Actions.RemoveWebhook(t.Context(), stranger, hook) },
			"rotate": func() error { _, err := e.Actions.RotateWebhookSecret(t.Context(), stranger, hook); return err },
			"enable": func() error { _, err := e.Actions.EnableWebhook(t.Context(), stranger, hook); return err },
			"test":   func() error { _, err := e.Actions.TestWebhook(t.Context(), stranger, hook); return err },
			"replay": func() error {
				return e.Actions.ReplayDelivery(t.Context(), stranger, actions.ReplayDelivery{Webhook: hook.ID, ID: list[0].ID})
			},
			"log": func() error {
				_, err := e.Actions.ListDeliveries(t.Context(), stranger, actions.ListDeliveries{Webhook: hook.ID})
				return err
			},
		} {
			wantError(t, what, act(), reseller.CodeNotFound, reseller.PathID, "there is no webhook")
		}
		e.Must(e.Actions.RemoveWebhook(t.Context(), e.call(), hook))
		_, err = e.Actions.ShowWebhook(t.Context(), e.call(), hook)
		wantError(t, "what was removed", err, reseller.CodeNotFound, reseller.PathID, "there is no webhook")
	})
}
