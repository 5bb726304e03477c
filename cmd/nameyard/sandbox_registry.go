package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/registry"
	"nameyard/reseller"
)

type sandboxRegistryCmd struct {
	Show sandboxRegistryShowCmd `cmd:"" help:"Show what the registry has of a name, whoever sponsors it."`
	Log  sandboxRegistryLogCmd  `cmd:"" help:"List every effect that the registry carried out, oldest first."`
}

// registrationView is a registration as it is printed.
type registrationView struct {
	Name        string            `json:"name"`
	Ours        bool              `json:"ours"`
	Sponsor     string            `json:"sponsor"`
	Status      []registry.Status `json:"status"`
	Created     time.Time         `json:"created"`
	Updated     *time.Time        `json:"updated"`
	Transferred *time.Time        `json:"transferred"`
	Expires     time.Time         `json:"expires"`
	Nameservers []string          `json:"nameservers"`
	Contacts    reseller.Contacts `json:"contacts"`
	Privacy     bool              `json:"privacy"`
	Hosts       []reseller.Host   `json:"hosts"`
	SecDNS      *reseller.SecDNS  `json:"secdns,omitempty"`
	Transfer    *transferView     `json:"transfer"`
	Ends        *endsView         `json:"ends,omitempty"`
	LastTrID    string            `json:"last_cltrid,omitempty"`
}

// endsView is when a name that is not renewed ends, where its registry tells it.
type endsView struct {
	Deactivated *time.Time `json:"deactivated"`
	Deleted     *time.Time `json:"deleted"`
	Released    *time.Time `json:"released"`
	AtExpiry    bool       `json:"at_expiry"`
}

type transferView struct {
	Status    registry.TransferStatus `json:"status"`
	Incoming  bool                    `json:"incoming"`
	ClTRID    string                  `json:"cltrid,omitempty"`
	Requested time.Time               `json:"requested"`
	ActsBy    *time.Time              `json:"acts_by"`
	Reason    string                  `json:"reason,omitempty"`
}

func viewRegistration(r registry.Registration) registrationView {
	v := registrationView{
		Name: r.Name.String(), Ours: r.Ours, Sponsor: r.Sponsor, Status: r.Status, Created: r.Created, Updated: optional(r.Updated),
		Transferred: optional(r.Transferred), Expires: r.Expires, Nameservers: r.Nameservers, Contacts: r.Contacts.Known(),
		Privacy: r.Privacy, Hosts: r.Hosts, LastTrID: r.LastTrID,
	}
	if v.Nameservers == nil {
		v.Nameservers = []string{}
	}
	if v.Hosts == nil {
		v.Hosts = []reseller.Host{}
	}
	if !r.SecDNS.IsZero() {
		v.SecDNS = &r.SecDNS
	}
	if e := r.Ends; e != (registry.Ends{}) {
		v.Ends = &endsView{optional(e.Deactivated), optional(e.Deleted), optional(e.Released), e.AtExpiry}
	}
	if t := r.Transfer; t != nil {
		v.Transfer = &transferView{t.Status, t.Incoming, t.ClTRID, t.Requested, optional(t.ActsBy), t.Reason}
	}
	return v
}

type sandboxRegistryShowCmd struct {
	Name string `arg:"" help:"The name, for example example.com."`
	rulesFlags
}

// Run shows a registration.
func (c *sandboxRegistryShowCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		shown, err := r.Show(ctx, name)
		if err != nil {
			return err
		}
		v := viewRegistration(shown)
		pairs := []any{
			"name", v.Name, "sponsor", v.Sponsor, "status", words(v.Status), "created", v.Created, "updated", v.Updated,
			"transferred", v.Transferred, "expires", v.Expires, "name servers", v.Nameservers, "privacy", v.Privacy, "last transaction", v.LastTrID,
		}
		for _, h := range v.Hosts {
			pairs = append(pairs, "host "+h.Name, words(h.Addresses))
		}
		if v.SecDNS != nil {
			pairs = append(pairs, "DNSSEC", v.SecDNS.String())
		}
		for _, role := range v.Contacts.InOrder() {
			contact := v.Contacts[role]
			pairs = append(pairs, string(role), contact.Name()+" "+contact.Company+" <"+contact.Email+">")
		}
		if t := v.Transfer; t != nil {
			pairs = append(pairs, "transfer", string(t.Status)+" since "+moment(t.Requested))
		}
		return fields(p.out, v, pairs...)
	})
}

type sandboxRegistryLogCmd struct {
	After int64 `env:"NAMEYARD_LOG_AFTER" help:"Only effects with a number above this."`
	rulesFlags
}

// Run lists the effect log.
func (c *sandboxRegistryLogCmd) Run(ctx context.Context, p *program) error {
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		effects, err := r.AllEffects(ctx, c.After)
		if err != nil {
			return err
		}
		return table(p.out, effects, "SEQ AT COMMAND NAME EXPIRES YEARS CLTRID NOTE", func(e registry.Effect) []any {
			return []any{e.Seq, e.At, e.Command, e.Name, e.Expires, e.Years, e.ClTRID, e.Note}
		})
	})
}
