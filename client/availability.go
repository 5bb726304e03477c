package client

import "context"

// Offer is what the server says of a name that one may want.
type Offer struct {
	Domain   string
	Status   string // available, registered, reserved, invalid, unsupported
	Premium  bool
	Price    string // of the first year, net, a decimal such as "12.99"; empty if it cannot be bought
	Currency string // ISO 4217
}

// Check tells for up to 50 names whether they can be registered, in the order asked.
func (c *Client) Check(ctx context.Context, domains ...string) ([]Offer, error) {
	var answer struct{ Domains []Offer }
	err := c.Do(ctx, "CheckAvailability", params{"domains": domains}, &answer)
	return answer.Domains, err
}
