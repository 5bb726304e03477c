package rest

import (
	"context"
	"fmt"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// transferBegun is the answer to a transfer.
type transferBegun struct {
	ID                  int64    `json:"id"`
	DomainName          string   `json:"domain_name"`
	TransferStatus      string   `json:"transfer_status"`
	TransferInitiatedAt *string  `json:"transfer_initiated_at"`
	EstimatedCompletion *string  `json:"estimated_completion"`
	Message             string   `json:"message"`
	NextSteps           []string `json:"next_steps"`
}

// noteTransfer gives a name its id. With an auth code it starts the transfer at once.
func (req *request) noteTransfer(ctx context.Context) (reply, error) {
	b := req.body()
	name, code, autoRenew := req.wholeName(b), b.text("auth_code"), b.flag("auto_renew")
	if code == "" && autoRenew != nil {
		b.fail(form.Invalid("auto_renew", "auto_renew goes with the auth code: leave it out here, and send it with the code to start the transfer"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	noted, err := req.api.actions.NoteTransfer(ctx, req.call, actions.NoteTransfer{Name: name})
	if err != nil {
		return reply{}, err
	}
	if code != "" {
		return req.begin(ctx, http.StatusCreated, actions.OrderTransfer{ID: noted.Domain.ID, AuthCode: code, AutoRenew: autoRenew == nil || *autoRenew})
	}
	status, message := "not_started", fmt.Sprintf("Send the auth code to %s/domains/%d/transfer/ to start the transfer.", Prefix, noted.Domain.ID)
	if noted.Status == "pending" {
		status, message = "pending", "The transfer of this domain has been started already."
	}
	return jsonReply(http.StatusCreated, transferBegun{
		ID: noted.Domain.ID, DomainName: name.String(), TransferStatus: status, Message: message,
		NextSteps: []string{"Unlock the domain with its current registrar", "Get its auth code there", "Start the transfer with the auth code"},
	})
}

func (req *request) orderTransfer(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.OrderTransfer{ID: req.id(), AuthCode: b.need("auth_code"), AutoRenew: b.flagOr("auto_renew", true)}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return req.begin(ctx, http.StatusOK, r)
}

// begin starts a transfer and tells what comes next.
func (req *request) begin(ctx context.Context, status int, r actions.OrderTransfer) (reply, error) {
	begun, err := req.api.actions.OrderTransfer(ctx, req.call, r)
	req.placed = begun.Order
	if err != nil {
		return reply{}, err
	}
	answer := transferBegun{
		ID: begun.Order.DomainID, DomainName: begun.Name.String(), TransferStatus: "pending",
		TransferInitiatedAt: instant(begun.Order.CreatedAt), EstimatedCompletion: instant(begun.Estimated),
		Message: "Domain transfer initiated. You should receive a confirmation email from your current registrar. Transfer typically completes within 5-7 days.",
		NextSteps: []string{
			"Check email for transfer authorization request", "Approve transfer with current registrar",
			"Wait for transfer to complete (5-7 days)",
		},
	}
	if begun.Completed {
		answer.TransferStatus, answer.Message, answer.NextSteps = "completed", "Domain transfer completed.", []string{}
	} else if begun.Years > 0 {
		answer.NextSteps = append(answer.NextSteps, fmt.Sprintf("Domain will be automatically renewed for %d year upon completion", begun.Years))
	}
	return jsonReply(status, answer)
}

// transferStands is how a transfer stands.
type transferStands struct {
	ID             int64   `json:"id"`
	DomainName     string  `json:"domain_name"`
	TransferStatus string  `json:"transfer_status"` // pending, completed, failed
	ExpirationDate *string `json:"expiration_date"`
	Reason         *string `json:"reason"`
}

func (req *request) transferState(ctx context.Context) (reply, error) {
	shown, err := req.api.actions.ShowDomain(ctx, req.call, actions.DomainByID{ID: req.id()})
	if err != nil {
		return reply{}, err
	}
	answer := transferStands{ID: req.id(), DomainName: shown.Domain.Name.String(), TransferStatus: "not_started"}
	if shown.Domain.State == reseller.DomainDraft {
		return jsonReply(http.StatusOK, answer)
	}
	state, err := req.api.actions.TransferSync(ctx, req.call, actions.TransferSync{Name: shown.Domain.Name})
	if err != nil {
		return reply{}, err
	}
	answer.TransferStatus = "pending"
	switch {
	case state.Completed:
		answer.TransferStatus, answer.ExpirationDate = "completed", instant(state.Expires)
	case state.Failed:
		answer.TransferStatus, answer.Reason = "failed", &state.Reason
	}
	return jsonReply(http.StatusOK, answer)
}

func (req *request) cancelTransfer(ctx context.Context) (reply, error) {
	return req.decide(ctx, (*actions.Service).CancelTransfer)
}

func (req *request) approveTransfer(ctx context.Context) (reply, error) {
	return req.decide(ctx, (*actions.Service).ApproveTransferAway)
}

func (req *request) rejectTransfer(ctx context.Context) (reply, error) {
	return req.decide(ctx, (*actions.Service).RejectTransferAway)
}

func (req *request) decide(ctx context.Context, act func(*actions.Service, context.Context, actions.Call, actions.TransferDecision) (actions.Ordered, error)) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	return req.orderFor(ctx, func(name reseller.Name) (actions.Ordered, error) {
		return act(req.api.actions, ctx, req.call, actions.TransferDecision{Name: name})
	})
}
