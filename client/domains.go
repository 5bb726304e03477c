package client

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// State is how a name stands. Expires is the date that it is paid through; while it is pending, the one expected.
type State struct {
	Status          string // active, expired, redemption, pendingdelete, pending, cancelled, transferredaway
	Active          bool
	Expired         bool
	Cancelled       bool
	TransferredAway bool
	Expires         time.Time // a date, UTC
}

// Sync tells how a name stands that the account has or had.
func (c *Client) Sync(ctx context.Context, domain string) (State, error) {
	var answer struct {
		State
		ExpiryDate string
	}
	if err := c.Do(ctx, "Sync", orderParams(domain, ""), &answer); err != nil {
		return State{}, err
	}
	var err error
	answer.Expires, err = time.Parse(time.DateOnly, answer.ExpiryDate)
	return answer.State, err
}

// TransferState is how a transfer stands. Neither Completed nor Failed means: still pending.
type TransferState struct {
	Completed bool
	Failed    bool
	Reason    string
}

// TransferSync tells how a transfer stands.
func (c *Client) TransferSync(ctx context.Context, domain string) (TransferState, error) {
	var answer TransferState
	err := c.Do(ctx, "TransferSync", orderParams(domain, ""), &answer)
	return answer, err
}

// Nameservers lists the name servers of a name, in order.
func (c *Client) Nameservers(ctx context.Context, domain string) ([]string, error) {
	answer := map[string]string{}
	if err := c.Do(ctx, "GetNameservers", orderParams(domain, ""), &answer); err != nil {
		return nil, err
	}
	var hosts []string
	for i := 1; answer["ns"+strconv.Itoa(i)] != ""; i++ {
		hosts = append(hosts, answer["ns"+strconv.Itoa(i)])
	}
	return hosts, nil
}

// SaveNameservers replaces the name servers of a name, up to five.
func (c *Client) SaveNameservers(ctx context.Context, domain string, hosts []string) error {
	p := orderParams(domain, "")
	putNameservers(p, hosts)
	return c.Do(ctx, "SaveNameservers", p, nil)
}

// Locked reports whether the transfer lock of a name is set. supported is false if its TLD has none.
func (c *Client) Locked(ctx context.Context, domain string) (locked, supported bool, err error) {
	var answer struct{ LockStatus string }
	if err := c.Do(ctx, "DomainGetLockingStatus", orderParams(domain, ""), &answer); err != nil {
		return false, false, err
	}
	switch answer.LockStatus {
	case "locked", "unlocked":
		return answer.LockStatus == "locked", true, nil
	case "Unknown":
		return false, false, nil
	}
	return false, false, fmt.Errorf("DomainGetLockingStatus: %w: lockstatus is %q", ErrNoAnswer, answer.LockStatus)
}

// SetLock sets or lifts the transfer lock of a name.
func (c *Client) SetLock(ctx context.Context, domain string, locked bool) error {
	p := orderParams(domain, "")
	p["lockenabled"] = "unlocked"
	if locked {
		p["lockenabled"] = "locked"
	}
	return c.Do(ctx, "DomainUpdateLockingStatus", p, nil)
}

// SetAutoRenew switches automatic renewal of a name.
func (c *Client) SetAutoRenew(ctx context.Context, domain string, on bool) error {
	p := orderParams(domain, "")
	p["autorenew"] = on
	return c.Do(ctx, "SetAutoRenew", p, nil)
}

// SetPrivacy hides or shows the contacts of a name at the registry.
func (c *Client) SetPrivacy(ctx context.Context, domain string, private bool) error {
	p := orderParams(domain, "")
	p["protectenable"] = private
	return c.Do(ctx, "IDProtectToggle", p, nil)
}

// AuthCode has the registry set a fresh auth code of a name, and gives it. It is kept nowhere.
func (c *Client) AuthCode(ctx context.Context, domain string) (string, error) {
	var answer struct{ EPPCode string }
	err := c.Do(ctx, "GetEPPCode", orderParams(domain, ""), &answer)
	return answer.EPPCode, err
}

// SaveRegistrant replaces the registrant of a name; fields that are empty stay as they are.
func (c *Client) SaveRegistrant(ctx context.Context, domain string, registrant Contact) error {
	fields := params{}
	registrant.put(fields, "")
	p := orderParams(domain, "")
	p["contactdetails"] = params{"Registrant": fields}
	return c.Do(ctx, "SaveContactDetails", p, nil)
}
