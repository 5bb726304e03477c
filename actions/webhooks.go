package actions

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// WebhookPoster makes and tries webhooks (webhooks.Deliverer).
type WebhookPoster interface {
	// Draft makes a webhook that is not kept yet, and its signing secret.
	Draft(account int64, url string, kinds []string) (e reseller.Endpoint, secret string, err error)
	// Check finds what is wrong with what a webhook is to be, and gives its URL as it is kept.
	Check(url string, kinds []string) (string, error)
	// NextSecret makes another signing secret; the one before is to sign until oldUntil.
	NextSecret(e reseller.Endpoint) (secret string, sealed []byte, oldUntil time.Time)
	// Test posts a made-up event now and gives the HTTP status of the answer. Its error is for the account to read.
	Test(ctx context.Context, e reseller.Endpoint) (status int, err error)
}

// ListWebhooks lists the addresses that the account's events are posted to.
func (s *Service) ListWebhooks(ctx context.Context, call Call, _ struct{}) ([]reseller.Endpoint, error) {
	return s.store.Endpoints(ctx, call.Caller.Account.ID)
}

// WebhookByID names a webhook of the account.
type WebhookByID struct {
	ID int64
}

// ShowWebhook gives a webhook of the account. Another account's does not exist.
func (s *Service) ShowWebhook(ctx context.Context, call Call, r WebhookByID) (reseller.Endpoint, error) {
	e, err := s.store.Endpoint(ctx, call.Caller.Account.ID, r.ID)
	return e, noWebhook(r.ID, err)
}

// noWebhook says that an account has no such webhook, if that is what an error means.
func noWebhook(id int64, err error) error {
	if errors.Is(err, reseller.ErrNotFound) || errors.Is(err, reseller.ErrConflict) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no webhook %d in this account", id).In(reseller.PathID)
	}
	return err
}

// WaitingDeliveries counts what waits to be posted to each of the account's webhooks, by its id.
func (s *Service) WaitingDeliveries(ctx context.Context, call Call, _ struct{}) (map[int64]int64, error) {
	return s.store.WaitingDeliveries(ctx, call.Caller.Account.ID)
}

// AddWebhook asks for a webhook.
type AddWebhook struct {
	URL   string
	Kinds []string // only these events, such as "renew.done" or "invoice.*"; none = all
}

// WebhookSecret is a webhook with its signing secret, which is shown this once.
type WebhookSecret struct {
	Endpoint reseller.Endpoint
	Secret   string
}

// AddWebhook has the account's events posted to a URL from now on.
func (s *Service) AddWebhook(ctx context.Context, call Call, r AddWebhook) (WebhookSecret, error) {
	draft, secret, err := s.webhooks.Draft(call.Caller.Account.ID, r.URL, r.Kinds)
	if err != nil {
		return WebhookSecret{}, err
	}
	made, err := s.store.AddEndpoint(ctx, draft, call.actor())
	return WebhookSecret{made, secret}, err
}

// RemoveWebhook has nothing posted there any more.
func (s *Service) RemoveWebhook(ctx context.Context, call Call, r WebhookByID) error {
	e, err := s.ShowWebhook(ctx, call, r)
	if err != nil {
		return err
	}
	err = s.store.RemoveEndpoint(ctx, e, call.actor())
	if errors.Is(err, reseller.ErrConflict) {
		return nil // somebody else did, just now
	}
	return err
}

// RotateWebhookSecret gives a webhook another signing secret. The old one signs, too, for a day.
func (s *Service) RotateWebhookSecret(ctx context.Context, call Call, r WebhookByID) (WebhookSecret, error) {
	e, err := s.ShowWebhook(ctx, call, r)
	if err != nil {
		return WebhookSecret{}, err
	}
	secret, sealed, oldUntil := s.webhooks.NextSecret(e)
	err = s.store.RotateEndpoint(ctx, e, sealed, oldUntil, call.actor())
	if errors.Is(err, reseller.ErrConflict) {
		err = reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "somebody else has just given webhook %d another secret; nothing was done", e.ID).In(reseller.PathID)
	}
	return WebhookSecret{e, secret}, err
}

// ChangeWebhook asks for another address or other events of a webhook.
type ChangeWebhook struct {
	ID      int64
	URL     *string
	Kinds   *[]string // none = all
	IfMatch IfMatch   // of WebhookSet
}

// ChangeWebhook gives a webhook another address or other events. Its secrets stay. What waits goes to the new address; other events are meant from now on.
func (s *Service) ChangeWebhook(ctx context.Context, call Call, r ChangeWebhook) (reseller.Endpoint, error) {
	changed, err := s.store.ChangeEndpoint(ctx, call.Caller.Account.ID, r.ID, call.actor(), func(e *reseller.Endpoint) error {
		if err := r.IfMatch.check(WebhookSet(*e)); err != nil {
			return err
		}
		wanted := *e
		if r.URL != nil {
			wanted.URL = *r.URL
		}
		if r.Kinds != nil {
			wanted.Kinds = *r.Kinds
		}
		var err error
		if wanted.URL, err = s.webhooks.Check(wanted.URL, wanted.Kinds); err == nil {
			*e = wanted
		}
		return err
	})
	return changed, noWebhook(r.ID, err)
}

// PauseWebhook has what happens wait for a webhook until EnableWebhook. One that is paused stays so.
func (s *Service) PauseWebhook(ctx context.Context, call Call, r WebhookByID) (reseller.Endpoint, error) {
	e, err := s.ShowWebhook(ctx, call, r)
	if err != nil {
		return e, err
	}
	err = s.store.PauseEndpoint(ctx, e, call.actor())
	if err != nil && !errors.Is(err, reseller.ErrConflict) {
		return e, err
	}
	if e, err = s.ShowWebhook(ctx, call, r); err == nil && !e.DisabledAt.IsZero() {
		err = reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "webhook %d is switched off; nothing is posted there as it is", e.ID).In(reseller.PathID)
	}
	return e, err
}

// EnableWebhook has events posted to a webhook again that was switched off because it failed for days, or paused. One that is on stays so.
func (s *Service) EnableWebhook(ctx context.Context, call Call, r WebhookByID) (reseller.Endpoint, error) {
	e, err := s.ShowWebhook(ctx, call, r)
	if err != nil || e.DisabledAt.IsZero() && e.PausedAt.IsZero() {
		return e, err
	}
	if err := s.store.EnableEndpoint(ctx, e, call.actor()); err != nil && !errors.Is(err, reseller.ErrConflict) {
		return e, err
	}
	return s.ShowWebhook(ctx, call, r)
}

// WebhookTest is how a test went: the HTTP status of the answer, or why there was none.
type WebhookTest struct {
	Status  int
	Problem string
}

// TestWebhook posts a made-up event of the kind webhook.test now. That it fails is no error of the action.
func (s *Service) TestWebhook(ctx context.Context, call Call, r WebhookByID) (WebhookTest, error) {
	e, err := s.ShowWebhook(ctx, call, r)
	if err != nil {
		return WebhookTest{}, err
	}
	status, err := s.webhooks.Test(ctx, e)
	if err != nil {
		return WebhookTest{status, err.Error()}, nil
	}
	return WebhookTest{Status: status}, nil
}

// ListDeliveries asks for a page of what was and is to be posted to a webhook.
type ListDeliveries struct {
	Webhook int64
	Page
}

// ListDeliveries lists what was and is to be posted to a webhook, newest first.
func (s *Service) ListDeliveries(ctx context.Context, call Call, r ListDeliveries) (Paged[reseller.Delivery], error) {
	e, err := s.ShowWebhook(ctx, call, WebhookByID{r.Webhook})
	if err != nil {
		return Paged[reseller.Delivery]{}, err
	}
	found, err := s.store.SearchDeliveries(ctx, reseller.DeliverySearch{Endpoint: e.ID, Page: r.keyset(true)})
	return paged(found, r.limit(), func(d reseller.Delivery) int64 { return d.ID }), err
}

// ReplayDelivery names what is to be posted to a webhook once more, or now.
type ReplayDelivery struct {
	Webhook, ID int64
}

// ReplayDelivery has an event posted to a webhook again, with the same id and body. One that waits for its next attempt is tried now.
func (s *Service) ReplayDelivery(ctx context.Context, call Call, r ReplayDelivery) error {
	e, err := s.ShowWebhook(ctx, call, WebhookByID{r.Webhook})
	if err != nil {
		return err
	}
	if !e.DisabledAt.IsZero() {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "webhook %d is switched off; switch it on first", e.ID).In(reseller.PathID)
	}
	if !e.PausedAt.IsZero() {
		return paused(e)
	}
	err = s.store.PostAgain(ctx, e, r.ID, call.actor())
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "webhook %d has no delivery %d", e.ID, r.ID).In(reseller.PathID)
	}
	if errors.Is(err, reseller.ErrConflict) {
		return paused(e)
	}
	return err
}

// paused refuses to post to a webhook for which what happens waits.
func paused(e reseller.Endpoint) error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "webhook %d is paused; resume it first", e.ID).In(reseller.PathID)
}
