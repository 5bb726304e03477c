package reseller

import "time"

// RegistryFigures are what one server has seen of a connector lately. They are for people: nothing correct rests on them.
type RegistryFigures struct {
	Connector string    `json:"-"`
	Holder    string    `json:"-"` // the server
	At        time.Time `json:"-"` // wall time

	TLDs []string `json:"tlds,omitempty"` // that it serves
	Can  []string `json:"can,omitempty"`  // its optional capabilities, in words

	Up        bool      `json:"up"`      // the last command was answered
	Answers   int       `json:"answers"` // how many the percentiles are of: the last ones
	P50       int64     `json:"p50_us"`
	P95       int64     `json:"p95_us"`
	LastAt    time.Time `json:"last_at,omitzero"` // of the last command, as the next two
	Command   string    `json:"command,omitempty"`
	Outcome   string    `json:"outcome,omitempty"`   // of registry.Outcome
	AwaySince time.Time `json:"away_since,omitzero"` // since when no command was answered; zero = the last one was
	Problem   string    `json:"problem,omitempty"`   // why the last one was not
	Sessions  int       `json:"sessions"`
	LastLogin time.Time `json:"last_login,omitzero"`
	Messages  int       `json:"messages"`
	// Balance is what our account at the registry has left, as this server was told last; nil = it was not.
	Balance *RegistryBalance `json:"balance,omitempty"`
}

// RegistryBalance is what our account at a registry has left, in minor units.
type RegistryBalance struct {
	Amount   int64     `json:"amount"`
	Currency string    `json:"currency"`
	At       time.Time `json:"at"`             // when the registry told it, wall time
	Warn     int64     `json:"warn,omitempty"` // the amount below which the operator wants to hear of it
}

// Covers reports whether a balance does for what waits, and leaves what the operator wants left. An unknown one does as long as the
// registry takes orders.
func (b *RegistryBalance) Covers(q RegistryQueue) bool {
	return q.NoFunds == 0 && (b == nil || b.Amount-q.CostLimit >= b.Warn)
}

// MergeRegistryFigures makes one row of those of several servers, by connector: the sessions of all, the slowest answers, the newest of
// what the registry told.
func MergeRegistryFigures(rows []RegistryFigures) map[string]RegistryFigures {
	merged := map[string]RegistryFigures{}
	for _, f := range rows {
		m, more := merged[f.Connector]
		if !more {
			merged[f.Connector] = f
			continue
		}
		if f.At.After(m.At) { // of servers whose settings differ, for as long as they are changed
			m.At, m.TLDs, m.Can = f.At, f.TLDs, f.Can
		}
		if f.LastAt.After(m.LastAt) {
			m.LastAt, m.Up, m.Messages = f.LastAt, f.Up, f.Messages
			m.Command, m.Outcome, m.AwaySince, m.Problem = f.Command, f.Outcome, f.AwaySince, f.Problem
		}
		if f.LastLogin.After(m.LastLogin) {
			m.LastLogin = f.LastLogin
		}
		if f.Balance != nil && (m.Balance == nil || f.Balance.At.After(m.Balance.At)) {
			m.Balance = f.Balance
		}
		m.Answers, m.Sessions = m.Answers+f.Answers, m.Sessions+f.Sessions
		m.P50, m.P95 = max(m.P50, f.P50), max(m.P95, f.P95)
		merged[f.Connector] = m
	}
	return merged
}

// RegistryQueue are the unfinished orders that a connector has to carry out.
type RegistryQueue struct {
	Orders    int64 // all of them
	NoFunds   int64 // that the registry did not take because our account there is empty
	Currency  string
	CostLimit int64 // the most that those in Currency may cost us there, in its minor units
}

// RegistryFunds says whether our account at a registry does not cover what waits for it, and when the operator was told.
type RegistryFunds struct {
	Connector string
	Low       bool
	ToldAt    time.Time // business time; zero = never
}
