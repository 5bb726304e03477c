package torture_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nameyard/registry"
	"nameyard/reseller"
)

// holding is a name as its client knows it: what it was told, and what it still waits to be told. One client alone speaks for
// a name.
type holding struct {
	name reseller.Name
	held bool // the account has it, or a transfer of it is under way
	away bool // it was deleted or given away, and that was answered with success
	// coming says that a transfer was accepted and not yet decided.
	coming bool
	grown  bool // its years are known: we registered it
	past   bool // it is beyond its add grace: once deleted, it is in redemption and cannot be registered again

	years                                                   int // paid for since its registration
	creates, renews, transfers, restores, deletes, releases int // answered with success, all its lives together

	nameservers, holder, records, forward string // what was answered with success last; empty = never set
	lock, privacy, autoRenew              string // "1" or "0"; empty = never set
	hosts                                 map[string]string

	open *request // sent and not answered for good
	due  *request // what must be asked for before anything else
}

func (h *holding) form(action, more string) string {
	return "action=" + action + "&sld=" + h.name.SLD() + "&tld=" + h.name.TLD() + more
}

// request is one thing that a client wants. It is sent until it is answered for good.
type request struct {
	what string
	form string
	on   *holding
	did  func(*holding) // what is so once it is answered with success
	// again are the codes with which a repeat is refused after it was carried out unheard: "not found" for a deletion.
	again []string
	buys  bool
	sent  int
	cut   bool // a connection broke before its answer came
}

// forget makes a name what it is after it has left.
func (h *holding) forget() {
	h.held, h.grown, h.coming, h.away, h.years, h.hosts = false, false, false, true, 0, nil
	h.nameservers, h.holder, h.records, h.forward, h.lock, h.privacy, h.autoRenew = "", "", "", "", "", "", ""
}

// judge holds what the client was told against the books, the API's own answers and the registry. It gives every difference.
func (h *holding) judge(t *testing.T, b books, effects map[string]int, c *client) []string {
	t.Helper()
	var wrong []string
	differs := func(what string, got, want any) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s: %s is %v and should be %v", h.name, what, got, want))
		}
	}
	for _, count := range []struct {
		command string
		told    int
	}{
		{"create", h.creates}, {"renew", h.renews}, {"transfer", h.transfers}, {"restore", h.restores},
		{"delete", h.deletes}, {"release", h.releases},
	} {
		differs("times that the registry did "+count.command, effects[count.command], count.told)
	}
	shown := b.shown(t, h.name)
	if ours := shown != nil && shown.Ours && !shown.Has(registry.StatusRedemption); ours != h.held {
		differs("held at the registry", ours, h.held)
		return wrong
	}
	if !h.held {
		return wrong
	}
	h.judgeRegistry(shown, differs)
	h.judgeAnswers(t, c, differs)
	return wrong
}

// judgeRegistry holds the registry's own record against what the client was told.
func (h *holding) judgeRegistry(shown *registry.Registration, differs func(what string, got, want any)) {
	if h.grown {
		differs("expiry", shown.Expires.Format("2006-01-02"), reseller.AddYears(shown.Created, h.years).Format("2006-01-02"))
	}
	if h.nameservers != "" {
		differs("name servers", strings.Join(shown.Nameservers, " "), h.nameservers)
	}
	if h.holder != "" {
		holder := shown.Contacts[reseller.RoleRegistrant]
		differs("holder", strings.TrimSpace(holder.FirstName+" "+holder.LastName), h.holder)
	}
	if h.lock != "" {
		differs("locked", shown.Has(registry.StatusClientTransferProhibited), h.lock == "1")
	}
	if h.privacy != "" {
		differs("privacy", shown.Privacy, h.privacy == "1")
	}
	if h.hosts == nil {
		return
	}
	hosts := map[string]string{}
	for _, host := range shown.Hosts {
		for _, a := range host.Addresses {
			hosts[host.Name] += a.String()
		}
	}
	differs("hosts", fmt.Sprint(hosts), fmt.Sprint(h.hosts))
}

// judgeAnswers asks the API and holds its answers against what was told before.
func (h *holding) judgeAnswers(t *testing.T, c *client, differs func(what string, got, want any)) {
	t.Helper()
	var about struct {
		Result, Status string
		Nameservers    map[string]string
		LockStatus     string
		AutoRenew      bool
		IDProtection   bool
	}
	if err := json.Unmarshal([]byte(c.post(context.Background(), h.form("GetDomainInformation", "")).text), &about); err != nil {
		t.Fatal(err)
	}
	differs("answer about it", about.Result, "success")
	differs("state", about.Status, "active")
	if h.nameservers != "" {
		var ns []string
		for _, server := range about.Nameservers {
			ns = append(ns, server)
		}
		slices.Sort(ns)
		differs("name servers that the API tells", strings.Join(ns, " "), h.nameservers)
	}
	if h.lock != "" {
		differs("lock that the API tells", strings.EqualFold(about.LockStatus, "locked"), h.lock == "1")
	}
	if h.privacy != "" {
		differs("privacy that the API tells", about.IDProtection, h.privacy == "1")
	}
	if h.autoRenew != "" {
		differs("automatic renewal", about.AutoRenew, h.autoRenew == "1")
	}
	if h.records != "" {
		differs("record "+h.records+" is told", strings.Contains(c.post(context.Background(), h.form("GetDNS", "")).text, `"`+h.records+`"`), true)
	}
	if h.forward != "" {
		text := c.post(context.Background(), h.form("GetEmailForwarding", "")).text
		differs("forward to "+h.forward+" is told", strings.Contains(text, `"`+h.forward+`"`), true)
	}
}
