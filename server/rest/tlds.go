package rest

import (
	"context"
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// tldRules are the rules of a TLD on the wire: what a client must know before it orders.
type tldRules struct {
	TLD             string     `json:"tld"`
	RegisterYears   []int      `json:"register_years"`
	RenewYears      []int      `json:"renew_years"`
	MaxYearsAhead   int        `json:"max_years_ahead"`
	RenewWindow     int        `json:"renew_window_days"`
	GraceDays       int        `json:"grace_days"` // renewable after the paid-through date
	RedemptionDays  int        `json:"redemption_days"`
	PendingDelete   int        `json:"pending_delete_days"`
	AddGraceDays    int        `json:"add_grace_days"`
	AddGraceRefund  bool       `json:"add_grace_refund"`
	TransferBy      string     `json:"transfer_by"` // code, tag
	TransferYears   int        `json:"transfer_years"`
	TransferDays    int        `json:"transfer_days"`
	TransferLock    int        `json:"transfer_lock_days"`
	Lock            bool       `json:"lock"`
	Privacy         bool       `json:"privacy"`
	AuthCode        bool       `json:"auth_code"`
	AuthCodeHours   int        `json:"auth_code_hours"` // that a code lives; 0 = until the next one is set
	Contacts        string     `json:"contacts"`        // that the registry takes: all, registrant+tech, registrant, none
	RenewModel      string     `json:"renew_model"`     // explicit, auto, both
	Scripts         []string   `json:"scripts"`         // of IDNs; null = any one, empty = no IDNs
	DNSSEC          string     `json:"dnssec"`          // ds, keys, none
	MinNameservers  int        `json:"min_nameservers"`
	MaxNameservers  int        `json:"max_nameservers"`
	AdditionalField jsonSchema `json:"additional_fields"`
}

// jsonSchema is a JSON Schema (draft 2020-12) of the additional fields of a TLD.
type jsonSchema struct {
	Schema     string                 `json:"$schema"`
	Type       string                 `json:"type"`
	Additional bool                   `json:"additionalProperties"`
	Properties map[string]fieldSchema `json:"properties"`
	Required   []string               `json:"required"`
}

type fieldSchema struct {
	Type        string   `json:"type"`
	Title       string   `json:"title"`
	Description string   `json:"description,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	Default     string   `json:"default,omitempty"`
}

func (req *request) showTLD(ctx context.Context) (reply, error) {
	t, err := req.api.actions.ShowTLD(ctx, req.call, actions.ShowTLD{TLD: req.Params["tld"]})
	if err != nil {
		return reply{}, form.Named("tld", err)
	}
	dnssec := t.DNSSEC
	if dnssec == "" {
		dnssec = reseller.DNSSECRecords
	}
	return jsonReply(http.StatusOK, tldRules{
		TLD: t.Name, RegisterYears: list(t.Years), RenewYears: list(t.RenewYears), MaxYearsAhead: t.MaxYearsAhead, RenewWindow: t.RenewWindowDays,
		GraceDays: t.GraceDays(), RedemptionDays: t.RedemptionDays, PendingDelete: t.PendingDeleteDays, AddGraceDays: t.AddGraceDays,
		AddGraceRefund: t.AddGraceRefund, TransferBy: t.TransferBy, TransferYears: t.TransferYears, TransferDays: t.TransferDays,
		TransferLock: t.TransferLockDays, Lock: t.Lock, Privacy: t.Privacy, AuthCode: t.AuthCode, AuthCodeHours: t.AuthCodeHours,
		Contacts: t.Contacts, RenewModel: t.Renewal(), Scripts: t.Scripts, DNSSEC: dnssec,
		MinNameservers: t.MinNameservers, MaxNameservers: t.MaxNameservers, AdditionalField: schemaOf(t.Fields),
	})
}

// schemaOf describes additional fields. Which a holder must give depends on the contact too, where the description says so.
func schemaOf(fields []reseller.Field) jsonSchema {
	s := jsonSchema{Schema: "https://json-schema.org/draft/2020-12/schema", Type: "object", Properties: map[string]fieldSchema{}, Required: []string{}}
	for _, f := range fields {
		words := f.Description
		if len(f.RequiredOfCompaniesIn) > 0 {
			words = strings.TrimSpace(words + " Required of companies in " + strings.Join(f.RequiredOfCompaniesIn, ", ") + ".")
		}
		s.Properties[f.Key] = fieldSchema{Type: "string", Title: f.Name, Description: words, Enum: f.Choices(), Default: f.Default}
		if f.Required {
			s.Required = append(s.Required, f.Key)
		}
	}
	return s
}
