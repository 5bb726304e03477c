package client

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
)

// Record is a DNS record as the API knows it: Hostname is relative to the name ("@" is the name itself), Priority is empty
// where the type has none.
type Record struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
	Priority string `json:"priority"`
	TTL      string `json:"ttl,omitempty"` // seconds; empty = the usual one
}

// Records lists the DNS records of a name.
func (c *Client) Records(ctx context.Context, domain string) ([]Record, error) {
	return rows[Record](ctx, c, "GetDNS", domain, 0)
}

// SaveRecords replaces the DNS records of a name as a whole; none clear it.
func (c *Client) SaveRecords(ctx context.Context, domain string, records []Record) error {
	p := orderParams(domain, "")
	p["dnsrecords"] = records
	if len(records) == 0 {
		p["dnsrecords"] = []Record{}
	}
	return c.Do(ctx, "SaveDNS", p, nil)
}

// Forward sends the mail of Prefix, or "*" for every other address of the name, to ForwardTo.
type Forward struct {
	Prefix    string `json:"prefix"`
	ForwardTo string `json:"forwardto"`
}

// Forwards lists the e-mail forwards of a name.
func (c *Client) Forwards(ctx context.Context, domain string) ([]Forward, error) {
	return rows[Forward](ctx, c, "GetEmailForwarding", domain, 1)
}

// SaveForwards replaces the e-mail forwards of a name as a whole; none clear them.
func (c *Client) SaveForwards(ctx context.Context, domain string, forwards []Forward) error {
	prefixes, targets := []string{}, []string{}
	for _, f := range forwards {
		prefixes, targets = append(prefixes, f.Prefix), append(targets, f.ForwardTo)
	}
	p := orderParams(domain, "")
	p["prefix"], p["forwardto"] = prefixes, targets
	return c.Do(ctx, "SaveEmailForwarding", p, nil)
}

// rows reads an answer whose rows have their places as keys, from first.
func rows[T any](ctx context.Context, c *Client, action, domain string, first int) ([]T, error) {
	answer := map[string]json.RawMessage{}
	if err := c.Do(ctx, action, orderParams(domain, ""), &answer); err != nil {
		return nil, err
	}
	var list []T
	for i := first; answer[strconv.Itoa(i)] != nil; i++ {
		var row T
		if err := json.Unmarshal(answer[strconv.Itoa(i)], &row); err != nil {
			return nil, fmt.Errorf("%s: %w: %w", action, ErrNoAnswer, err)
		}
		list = append(list, row)
	}
	return list, nil
}
