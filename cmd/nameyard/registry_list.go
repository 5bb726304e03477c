package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/operator"
)

// connectorView is a connector as it is printed. Figures are those of all servers together; null or 0 where none has told any lately.
type connectorView struct {
	Name        string       `json:"name"`
	TLDs        []string     `json:"tlds"`
	Can         []string     `json:"can"`
	Names       int64        `json:"names"` // that are there
	State       string       `json:"state"` // works, away (the last command was not answered), paused, or unknown
	Paused      *pauseView   `json:"paused"`
	Sessions    int          `json:"sessions"`
	LastLogin   *time.Time   `json:"last_login"`
	LastCommand *time.Time   `json:"last_command"`
	AwaySince   *time.Time   `json:"away_since"` // null = the last command was answered, or none was sent
	Problem     string       `json:"problem"`    // why it was not
	Answers     int          `json:"answers"`    // how many the percentiles are of
	P50         int64        `json:"p50_us"`
	P95         int64        `json:"p95_us"`
	Messages    int          `json:"messages"`
	Queue       int64        `json:"queue"`    // unfinished orders
	NoFunds     int64        `json:"no_funds"` // of these, not taken because our account there is empty
	Balance     *balanceView `json:"balance"`
}

type pauseView struct {
	Since  time.Time `json:"since"`
	Reason string    `json:"reason"`
}

// balanceView is our account at a registry against what waits for it.
type balanceView struct {
	Amount   string    `json:"amount"`
	Currency string    `json:"currency"`
	At       time.Time `json:"at"`
	Needed   string    `json:"needed"` // by unfinished orders, at most
	Covered  bool      `json:"covered"`
}

func viewConnector(s operator.RegistryState) connectorView {
	f := s.Figures
	v := connectorView{
		Name: s.Name, TLDs: append([]string{}, s.TLDs...), Can: append([]string{}, s.Can...), Names: s.Names, State: "unknown", Sessions: f.Sessions,
		LastLogin: optional(f.LastLogin), LastCommand: optional(f.LastAt), AwaySince: optional(f.AwaySince), Problem: f.Problem, Answers: f.Answers, P50: f.P50, P95: f.P95, Messages: f.Messages,
		Queue: s.Queue.Orders, NoFunds: s.Queue.NoFunds,
	}
	switch {
	case s.Pause != nil:
		v.State, v.Paused = "paused", &pauseView{s.Pause.At, s.Pause.Reason}
	case f.Up:
		v.State = "works"
	case !f.LastAt.IsZero():
		v.State = "away"
	}
	if b := f.Balance; b != nil {
		v.Balance = &balanceView{amount(b.Amount, b.Currency), b.Currency, b.At, amount(s.Queue.CostLimit, b.Currency), s.Covered}
	}
	return v
}

// money is the balance against what is needed, in a table.
func (v connectorView) money() string {
	b := v.Balance
	switch {
	case b == nil && v.NoFunds == 0:
		return ""
	case b == nil:
		return "too little"
	case !b.Covered:
		return fmt.Sprintf("%s of %s %s, too little", b.Amount, b.Needed, b.Currency)
	}
	return fmt.Sprintf("%s of %s %s", b.Amount, b.Needed, b.Currency)
}

// sells are the TLDs whose new names go there, in a table.
func (v connectorView) sells() []string {
	if len(v.TLDs) == 0 {
		return []string{"none"}
	}
	return v.TLDs
}

type registryListCmd struct{ registryFlags }

// Run lists the connectors.
func (c *registryListCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistriesSeen(ctx, c.registryFlags, func(u operator.Registries) error {
		states, err := u.Overview(ctx)
		if err != nil {
			return err
		}
		var views []connectorView
		for _, s := range states {
			views = append(views, viewConnector(s))
		}
		return table(p.out, views, "NAME STATE SESSIONS LOGIN P50 P95 MESSAGES QUEUE FUNDS NAMES TLDS CAN", func(v connectorView) []any {
			return []any{
				v.Name, v.State, v.Sessions, v.LastLogin, micros(v.P50), micros(v.P95), v.Messages, v.Queue, v.money(), v.Names, v.sells(), v.Can,
			}
		})
	}, p.wireFile().into)
}

// micros is a span of microseconds in a table; nothing for none.
func micros(us int64) string {
	if us == 0 {
		return ""
	}
	return (time.Duration(us) * time.Microsecond).String()
}
