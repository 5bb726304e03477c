package rest

import (
	"context"
	"fmt"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
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
func (v *request) noteTransfer() (reply, error) {
	b := v.body()
	name, code, autoRenew := v.wholeName(b), b.text("auth_code"), b.flagOr("auto_renew", true)
	if err := b.end(); err != nil {
		return reply{}, err
	}
	noted, err := v.face.actions.NoteTransfer(v.ctx, v.call, actions.NoteTransfer{Name: name})
	if err != nil {
		return reply{}, err
	}
	if code != "" {
		return v.begin(http.StatusCreated, actions.OrderTransfer{ID: noted.Domain.ID, AuthCode: code, AutoRenew: autoRenew})
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

func (v *request) orderTransfer() (reply, error) {
	b := v.body()
	r := actions.OrderTransfer{ID: v.id(), AuthCode: b.need("auth_code"), AutoRenew: b.flagOr("auto_renew", true)}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return v.begin(http.StatusOK, r)
}

// begin starts a transfer and tells what comes next.
func (v *request) begin(status int, r actions.OrderTransfer) (reply, error) {
	begun, err := v.face.actions.OrderTransfer(v.ctx, v.call, r)
	v.placed = begun.Order
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

func (v *request) transferState() (reply, error) {
	shown, err := v.face.actions.ShowDomain(v.ctx, v.call, actions.DomainByID{ID: v.id()})
	if err != nil {
		return reply{}, err
	}
	answer := transferStands{ID: v.id(), DomainName: shown.Domain.Name.String(), TransferStatus: "not_started"}
	if shown.Domain.State == reseller.DomainDraft {
		return jsonReply(http.StatusOK, answer)
	}
	state, err := v.face.actions.TransferSync(v.ctx, v.call, actions.TransferSync{Name: shown.Domain.Name})
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

func (v *request) cancelTransfer() (reply, error) { return v.decide((*actions.Service).CancelTransfer) }

func (v *request) approveTransfer() (reply, error) {
	return v.decide((*actions.Service).ApproveTransferAway)
}

func (v *request) rejectTransfer() (reply, error) {
	return v.decide((*actions.Service).RejectTransferAway)
}

func (v *request) decide(act func(*actions.Service, context.Context, actions.Call, actions.TransferDecision) (actions.Ordered, error)) (reply, error) {
	if err := v.body().end(); err != nil {
		return reply{}, err
	}
	return v.orderFor(func(name reseller.Name) (actions.Ordered, error) {
		return act(v.face.actions, v.ctx, v.call, actions.TransferDecision{Name: name})
	})
}
