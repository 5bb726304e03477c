package epp_test

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// transform is a command that changes something at a registry (RFC 5730 §2.9.3), and how a name comes to where it can be carried out.
type transform struct {
	what    string
	tld     string
	prepare func(w *sandboxtest.Wire, n reseller.Name) error
	send    func(c *epp.Connector, id string, n reseller.Name) error
}

// prepared is the transaction id of what was done to prepare a command.
const prepared = "prepared"

// transforms are all of them.
var transforms = []transform{
	{"create", "com", nil, func(c *epp.Connector, id string, n reseller.Name) error {
		o := order(n.String())
		o.ClTRID = id
		_, err := c.Create(context.Background(), o)
		return err
	}},
	{"renew", "com", held, func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := c.Renew(context.Background(), registry.Renew{ClTRID: id, Name: n, CurrentExpiry: time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC), Years: 1})
		return err
	}},
	{"transfer at once", "se", foreign, comes},
	{"transfer request", "com", foreign, comes},
	{"transfer cancel", "com", coming, decides((*epp.Connector).CancelTransfer)},
	{"transfer approve", "com", leaving, decides((*epp.Connector).ApproveTransfer)},
	{"transfer reject", "com", leaving, decides(func(c *epp.Connector, ctx context.Context, id string, n reseller.Name) (registry.Receipt, error) {
		return c.RejectTransfer(ctx, id, n, "no")
	})},
	{"update of name servers", "com", held, func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := c.Update(context.Background(), registry.Update{ClTRID: id, Name: n, Nameservers: &[]string{"ns3.host.example", "ns4.host.example"}})
		return err
	}},
	{"update of contacts", "com", held, func(c *epp.Connector, id string, n reseller.Name) error {
		buyer := reseller.Contacts{reseller.RoleRegistrant: {Company: n.String(), City: "Lund", Country: "SE", Email: "info@example.com"}}
		_, err := c.Update(context.Background(), registry.Update{ClTRID: id, Name: n, Contacts: buyer})
		return err
	}},
	{"lock", "com", held, sets((*epp.Connector).SetLock)},
	{"hold", "com", held, sets((*epp.Connector).SetHold)},
	{"privacy", "com", held, sets((*epp.Connector).SetPrivacy)},
	{"auth code", "com", held, decides((*epp.Connector).NewAuthCode)},
	{"DNSSEC", "com", held, func(c *epp.Connector, id string, n reseller.Name) error {
		data := reseller.SecDNS{DS: []reseller.DS{{KeyTag: 1, Algorithm: 13, DigestType: 2, Digest: strings.Repeat("AB", 32)}}}
		_, err := c.SetSecDNS(context.Background(), id, n, data)
		return err
	}},
	{"delete", "com", held, func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := c.Delete(context.Background(), registry.Delete{ClTRID: id, Name: n})
		return err
	}},
	{"restore", "com", deleted, func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := c.Restore(context.Background(), registry.Restore{ClTRID: id, Name: n})
		return err
	}},
	{"host create", "com", held, func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := c.CreateHost(context.Background(), id, n, hostOf(n, "192.0.2.1"))
		return err
	}},
	{"host update", "com", hosted, func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := c.UpdateHost(context.Background(), id, n, hostOf(n, "192.0.2.2", "2001:db8::2"))
		return err
	}},
	{"host delete", "com", hosted, func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := c.DeleteHost(context.Background(), id, n, "ns1."+n.String())
		return err
	}},
}

func comes(c *epp.Connector, id string, n reseller.Name) error {
	_, err := c.Transfer(context.Background(), registry.Transfer{ClTRID: id, Name: n, AuthCode: "code", Years: 1})
	return err
}

func decides(do func(*epp.Connector, context.Context, string, reseller.Name) (registry.Receipt, error)) func(*epp.Connector, string, reseller.Name) error {
	return func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := do(c, context.Background(), id, n)
		return err
	}
}

func sets(do func(*epp.Connector, context.Context, string, reseller.Name, bool) (registry.Receipt, error)) func(*epp.Connector, string, reseller.Name) error {
	return func(c *epp.Connector, id string, n reseller.Name) error {
		_, err := do(c, context.Background(), id, n, true)
		return err
	}
}

func held(w *sandboxtest.Wire, n reseller.Name) error {
	o := order(n.String())
	o.ClTRID = prepared
	_, err := w.Create(context.Background(), o)
	return err
}

func foreign(w *sandboxtest.Wire, n reseller.Name) error {
	return w.AddForeign(context.Background(), n, "code", time.Time{}, false)
}

func coming(w *sandboxtest.Wire, n reseller.Name) error {
	if err := foreign(w, n); err != nil {
		return err
	}
	_, err := w.Transfer(context.Background(), registry.Transfer{ClTRID: prepared, Name: n, AuthCode: "code", Years: 1})
	return err
}

// leaving is a name of ours, old enough to move, that another registrar asks for.
func leaving(w *sandboxtest.Wire, n reseller.Name) error {
	if err := held(w, n); err != nil {
		return err
	}
	code, err := w.NewAuthCode(context.Background(), prepared, n)
	if err != nil {
		return err
	}
	w.Clock.Move(reseller.Days(61))
	return w.RequestAway(context.Background(), n, code.Secret)
}

// deleted is a name in redemption.
func deleted(w *sandboxtest.Wire, n reseller.Name) error {
	if err := held(w, n); err != nil {
		return err
	}
	w.Clock.Move(reseller.Days(6))
	_, err := w.Delete(context.Background(), registry.Delete{ClTRID: prepared, Name: n})
	return err
}

func hosted(w *sandboxtest.Wire, n reseller.Name) error {
	if err := held(w, n); err != nil {
		return err
	}
	_, err := w.CreateHost(context.Background(), prepared, n, hostOf(n, "192.0.2.1"))
	return err
}

func hostOf(n reseller.Name, addresses ...string) reseller.Host {
	h := reseller.Host{Name: "ns1." + n.String()}
	for _, a := range addresses {
		h.Addresses = append(h.Addresses, netip.MustParseAddr(a))
	}
	return h
}
