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
		e.Must(e.Actions.ReplayDelivery(t.Context(), e.call(), again)) // it is tried now
		if list = log(); list[0].State != reseller.DeliveryWaiting || list[0].NextTry.After(e.Clock.Wall()) {
			t.Errorf("what is to be tried now is %+v", list[0])
		}
		waits := e.changesWebhook(hook, again)
		list = log()
		claimed, err := e.Store.ClaimDelivery(t.Context(), waits, list[0], e.Clock.Wall())
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
			"change": func() error {
				_, err := e.Actions.ChangeWebhook(t.Context(), stranger, actions.ChangeWebhook{ID: hook.ID, Kinds: &[]string{}})
				return err
			},
			"pause": func() error { _, err := e.Actions.PauseWebhook(t.Context(), stranger, hook); return err },
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

// changesWebhook gives a webhook another address and other events, then pauses it and lets it go on.
func (e *env) changesWebhook(hook actions.WebhookByID, waits actions.ReplayDelivery) reseller.Endpoint {
	t := e.TB
	was, err := e.Actions.ShowWebhook(t.Context(), e.call(), hook)
	e.Must(err)
	bad, good, kinds := "https://169.254.169.254/", "https://hooks.example/y", []string{"renew.*"}
	_, err = e.Actions.ChangeWebhook(t.Context(), e.call(), actions.ChangeWebhook{ID: hook.ID, URL: &bad, Kinds: &[]string{"foo.bar"}})
	wantError(t, "an address of the house", err, reseller.CodeInvalidParameter, reseller.PathEventKinds, "foo.bar")
	if also := reseller.AsError(err).Also; len(also) != 1 || also[0].Field != reseller.PathURL {
		t.Errorf("what else is wrong: %v", also)
	}
	_, err = e.Actions.ChangeWebhook(t.Context(), e.call(), actions.ChangeWebhook{ID: hook.ID, URL: &good, IfMatch: actions.IfMatch{"another"}})
	wantError(t, "over what somebody else made of it", err, reseller.CodePreconditionFailed, reseller.PathIfMatch, "somebody else")
	_, err = e.Actions.ChangeWebhook(t.Context(), e.call(), actions.ChangeWebhook{ID: hook.ID, URL: &good, IfMatch: actions.IfMatch{reseller.Tag(actions.WebhookSet(was))}})
	e.Must(err)
	is, err := e.Actions.ChangeWebhook(t.Context(), e.call(), actions.ChangeWebhook{ID: hook.ID, Kinds: &kinds})
	e.Must(err)
	if is.URL != good || len(is.Kinds) != 1 || is.Kinds[0] != "renew.*" || string(is.Secret) != string(was.Secret) {
		t.Errorf("changed it is %+v", is)
	}
	for range 2 { // a second time changes nothing
		is, err = e.Actions.PauseWebhook(t.Context(), e.call(), hook)
		e.Must(err)
	}
	if is.State() != reseller.EndpointPaused {
		t.Errorf("paused it is %s", is.State())
	}
	wantError(t, "posting to what is paused", e.Actions.ReplayDelivery(t.Context(), e.call(), waits), reseller.CodeBadState, reseller.PathID, "resume it first")
	is, err = e.Actions.EnableWebhook(t.Context(), e.call(), hook)
	e.Must(err)
	if is.State() != reseller.EndpointOn {
		t.Errorf("after the pause it is %s", is.State())
	}
	return is
}
