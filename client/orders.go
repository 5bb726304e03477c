package client

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Contact is a person or a company. The name of either, Address1, City, Country and Email are required, and Postcode where
// the country has them.
type Contact struct {
	FirstName string
	LastName  string
	Company   string
	Address1  string
	Address2  string
	City      string
	State     string
	Postcode  string
	Country   string // ISO 3166-1 alpha-2
	Phone     string // "+46.8123456"
	Email     string
}

func (c Contact) put(into params, prefix string) {
	for name, value := range map[string]string{
		"firstname": c.FirstName, "lastname": c.LastName, "companyname": c.Company, "address1": c.Address1, "address2": c.Address2,
		"city": c.City, "state": c.State, "postcode": c.Postcode, "country": c.Country, "phonenumber": c.Phone, "email": c.Email,
	} {
		if value != "" {
			into[prefix+name] = value
		}
	}
}

// Registration is an order of a new name.
type Registration struct {
	Domain      string // "example.com"
	Years       int
	Nameservers []string // up to five; none = none
	Registrant  Contact  // the zero Contact = the account's default contact
	Admin       *Contact // nil = the TLD's way without one
	Fields      map[string]string
	Privacy     bool
	Key         string // idempotency key, up to 255 printable characters; empty = none
}

// Placed is an order that the server has taken.
type Placed struct {
	Pending bool   // the registry has not confirmed yet; Sync or TransferSync tells how it ended
	Order   int64  // number of a pending order, 0 otherwise
	Message string // for people
}

var pendingOrder = regexp.MustCompile(`is pending \(order (\d+)\)$`)

func placed(msg string) Placed {
	p := Placed{Message: msg}
	if m := pendingOrder.FindStringSubmatch(msg); m != nil {
		p.Pending = true
		p.Order, _ = strconv.ParseInt(m[1], 10, 64) // digits only; one too many leaves the largest
	}
	return p
}

type message struct{ Msg string }

// Register orders a new name. No error means that the order was taken: see Placed.Pending.
func (c *Client) Register(ctx context.Context, r Registration) (Placed, error) {
	p := orderParams(r.Domain, r.Key)
	p["regperiod"], p["idprotection"] = r.Years, r.Privacy
	putNameservers(p, r.Nameservers)
	r.Registrant.put(p, "")
	if r.Admin != nil {
		r.Admin.put(p, "admin")
	}
	if len(r.Fields) > 0 {
		p["domainfields"] = r.Fields
	}
	var answer message
	err := c.Do(ctx, "RegisterDomain", p, &answer)
	return placed(answer.Msg), err
}

// Transfer is an order to move a name here.
type Transfer struct {
	Domain      string
	AuthCode    string
	Nameservers []string // none = the name keeps its own
	Registrant  Contact  // the zero Contact = the name keeps its own
	Key         string
}

// Transfer asks for a name that another registrar holds. A transfer takes days: TransferSync tells how it stands, whatever
// Placed says.
func (c *Client) Transfer(ctx context.Context, t Transfer) (Placed, error) {
	p := orderParams(t.Domain, t.Key)
	p["regperiod"], p["transfersecret"] = 1, t.AuthCode
	putNameservers(p, t.Nameservers)
	t.Registrant.put(p, "")
	var answer message
	err := c.Do(ctx, "TransferDomain", p, &answer)
	return placed(answer.Msg), err
}

// Renewal is an order of more years.
type Renewal struct {
	Domain        string
	Years         int
	CurrentExpiry time.Time // if set, the renewal is refused unless this is the date that the name is paid through
	Key           string
}

// Renew adds years to a name. An error for which IsPending holds means that it is under way.
func (c *Client) Renew(ctx context.Context, r Renewal) error {
	p := orderParams(r.Domain, r.Key)
	p["regperiod"] = r.Years
	if !r.CurrentExpiry.IsZero() {
		p["currentexpirydate"] = r.CurrentExpiry.UTC().Format(time.DateOnly)
	}
	return c.Do(ctx, "RenewDomain", p, nil)
}

// Restore brings a deleted name back from redemption. key may be empty.
func (c *Client) Restore(ctx context.Context, domain, key string) error {
	return c.Do(ctx, "RestoreDomain", orderParams(domain, key), nil)
}

// Release gives a name to another registrar by its tag.
func (c *Client) Release(ctx context.Context, domain, tag string) error {
	p := orderParams(domain, "")
	p["newtag"] = tag
	return c.Do(ctx, "ReleaseDomain", p, nil)
}

// Delete starts the deletion of a name.
func (c *Client) Delete(ctx context.Context, domain string) error {
	return c.Do(ctx, "RequestDelete", orderParams(domain, ""), nil)
}

// orderParams names a domain as a whole: which part of it is the TLD, the server knows.
func orderParams(domain, key string) params {
	p := params{"domain": strings.TrimSpace(domain)}
	if key != "" {
		p["idempotencykey"] = key
	}
	return p
}

func putNameservers(p params, hosts []string) {
	for i, host := range hosts {
		p["nameserver"+strconv.Itoa(i+1)] = host
	}
}
