package rest

import (
	"context"
	"net/http"
)

// forecastRenewal is a renewal to come, on the wire.
type forecastRenewal struct {
	DomainID       int64   `json:"domain_id"`
	DomainName     string  `json:"domain_name"`
	ExpirationDate *string `json:"expiration_date"`
	InvoiceID      *int64  `json:"invoice_id"`
	Years          *int    `json:"years"`
	Price          *amount `json:"price"` // tax included; null if there is none on the list
}

func (req *request) forecast(ctx context.Context) (reply, error) {
	f, err := req.api.actions.GetForecast(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	renewals := make([]forecastRenewal, len(f.Renewals))
	for i, r := range f.Renewals {
		renewals[i] = forecastRenewal{DomainID: r.DomainID, DomainName: r.Name.String(), ExpirationDate: instant(r.PaidThrough), InvoiceID: some(r.InvoiceID)}
		if r.Priced() {
			price := amountOf(r.Charge.Total(), r.Charge.Currency)
			renewals[i].Years, renewals[i].Price = some(r.Years), &price
		}
	}
	return jsonReply(http.StatusOK, struct {
		Until     *string           `json:"until"`
		Currency  string            `json:"currency"`
		Count     int               `json:"count"`
		Unpriced  int               `json:"unpriced"`
		Total     amount            `json:"total"`
		Available amount            `json:"available"`
		Missing   amount            `json:"missing"`
		Enough    bool              `json:"enough"`
		Renewals  []forecastRenewal `json:"renewals"`
	}{
		instant(f.Until), f.Currency, f.Count, f.Unpriced, amountOf(f.Total, f.Currency), amountOf(f.Available, f.Currency),
		amountOf(f.Missing(), f.Currency), f.Enough(), renewals,
	})
}
