package orders

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"nameyard/registry"
	"nameyard/reseller"
)

// hearing is a registry that writes down what it is told of one name.
type hearing struct {
	registry.Connector
	shown registry.Registration
	list  []string
	no    error // what it says to a lock
	keeps error // what it says to other name servers
}

func (s *hearing) Info(context.Context, reseller.Name) (registry.Registration, error) {
	return s.shown, nil
}

func (s *hearing) Transfer(_ context.Context, t registry.Transfer) (registry.Receipt, error) {
	s.list = append(s.list, fmt.Sprint("transfer with ", t.Nameservers))
	return registry.Receipt{Code: registry.CodePending}, nil
}

func (s *hearing) Update(_ context.Context, u registry.Update) (registry.Receipt, error) {
	s.list = append(s.list, fmt.Sprint("servers ", *u.Nameservers))
	if s.keeps != nil {
		return registry.Receipt{}, s.keeps
	}
	s.shown.Nameservers = *u.Nameservers
	return registry.Receipt{Code: registry.CodeDone}, nil
}

func (s *hearing) SetSecDNS(_ context.Context, _ string, _ reseller.Name, data reseller.SecDNS) (registry.Receipt, error) {
	s.list = append(s.list, "DNSSEC "+data.String())
	s.shown.SecDNS = data
	return registry.Receipt{Code: registry.CodeDone}, nil
}

// TestSignedNameComesByTransferWithoutTheDSRecordsThatItLeaves: a transfer keeps what a name has, unless its order wants name servers of
// which none served it before.
func TestSignedNameComesByTransferWithoutTheDSRecordsThatItLeaves(t *testing.T) {
	signed := reseller.SecDNS{DS: []reseller.DS{{KeyTag: 7, Algorithm: 13, DigestType: 2}}}
	for says, c := range map[string]struct {
		has  reseller.SecDNS
		want []string
		told string
	}{
		"signed, and kept":          {signed, nil, "[transfer with []]"},
		"signed, and one stays":     {signed, []string{"ns1.old.net", "ns3.old.net"}, "[transfer with [ns1.old.net ns3.old.net] servers [ns1.old.net ns3.old.net]]"},
		"signed, and none stays":    {signed, []string{"ns1.new.net"}, "[transfer with [] DNSSEC none servers [ns1.new.net]]"},
		"unsigned, and none stays":  {reseller.SecDNS{}, []string{"ns1.new.net"}, "[transfer with [ns1.new.net] servers [ns1.new.net]]"},
		"unsigned, and all of them": {reseller.SecDNS{}, []string{"ns1.old.net", "ns2.old.net"}, "[transfer with [ns1.old.net ns2.old.net]]"},
	} {
		conn := &hearing{shown: registry.Registration{Nameservers: []string{"ns1.old.net", "ns2.old.net"}, SecDNS: c.has}}
		a := attempt{order: placed(reseller.OrderTransfer), conn: conn}
		a.Desired.Nameservers = c.want
		if _, err := sendTransfer(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		conn.shown.Ours = true
		s := &Service{log: slog.New(slog.DiscardHandler), set: Settings{}.withDefaults()}
		came := s.bringWishes(a, &view{shown: &conn.shown})
		if got := fmt.Sprint(conn.list); got != c.told || came.err != nil {
			t.Errorf("%s: the registry is told %s, want %s (%v)", says, got, c.told, came.err)
		}
	}
}

// TestNameThatComesKeepsItsDSRecordsWhereItsNewNameServersAreRefused: the row is made of the view, which shows what the registry has.
func TestNameThatComesKeepsItsDSRecordsWhereItsNewNameServersAreRefused(t *testing.T) {
	signed := reseller.SecDNS{DS: []reseller.DS{{KeyTag: 7, Algorithm: 13, DigestType: 2}}}
	before := registry.Registration{Ours: true, Nameservers: []string{"ns1.old.net"}, SecDNS: signed}
	for says, c := range map[string]struct {
		no   error
		open bool
	}{
		"refused":     {registry.Refuse(registry.CodeNoObject, "no such host"), false},
		"not reached": {registry.ErrUnreachable, true},
	} {
		conn := &hearing{shown: before, keeps: c.no}
		a := attempt{order: placed(reseller.OrderTransfer), conn: conn}
		a.Desired.Nameservers = []string{"ns1.new.net"}
		s := &Service{log: slog.New(slog.DiscardHandler), set: Settings{}.withDefaults()}
		came := s.bringWishes(a, &view{shown: &before})
		if (came.err != nil) != c.open || conn.shown.SecDNS.IsZero() != c.open {
			t.Errorf("%s: the registry has %s (%v)", says, conn.shown.SecDNS, came.err)
		}
		if conn.keeps = registry.Refuse(registry.CodeNoObject, "no such host"); c.open { // the next worker finds it half done
			came = s.bringWishes(a, &view{shown: &conn.shown})
		}
		if came.err != nil || !came.shown.SecDNS.Equal(conn.shown.SecDNS) {
			t.Errorf("%s: the view shows %v, the registry has %s", says, came.shown, conn.shown.SecDNS)
		}
	}
}

func (s *hearing) SetLock(_ context.Context, _ string, _ reseller.Name, locked bool) (registry.Receipt, error) {
	s.list = append(s.list, fmt.Sprint("lock ", locked))
	if no := refusalOf(s.no); no != nil && no.words == "already" { // the dead server's has come meanwhile
		s.shown.Status = append(s.shown.Status, registry.StatusClientTransferProhibited)
	}
	if s.no != nil {
		return registry.Receipt{}, s.no
	}
	s.shown.Status = append(s.shown.Status, registry.StatusClientTransferProhibited)
	return registry.Receipt{Code: registry.CodeDone}, nil
}

// TestFoundRegistrationGetsTheLockThatItWanted: whoever died between the registration and its lock may have sent it or not. It is set, and
// seen to be; what nobody wanted or what is there already is not. A registry that gives no answer leaves the order open.
func TestFoundRegistrationGetsTheLockThatItWanted(t *testing.T) {
	yes, no := true, false
	locked := []registry.Status{registry.StatusClientTransferProhibited}
	for says, c := range map[string]struct {
		wanted *bool
		has    []registry.Status
		no     error
		told   string
		locked bool
		open   bool
	}{
		"wanted":                      {&yes, nil, nil, "[lock true]", true, false},
		"wanted and there":            {&yes, locked, nil, "[]", true, false},
		"not wanted":                  {&no, nil, nil, "[]", false, false},
		"nothing said":                {nil, nil, nil, "[]", false, false},
		"refused":                     {&yes, nil, registry.Refuse(registry.CodeStatusProhibits, "no"), "[lock true]", false, false},
		"refused, as it is there now": {&yes, nil, registry.Refuse(registry.CodeParameterPolicy, "already"), "[lock true]", true, false},
		"wanted, and nobody answers":  {&yes, nil, registry.ErrUnknown, "[lock true]", false, true},
	} {
		conn := &hearing{shown: registry.Registration{Ours: true, Status: c.has}, no: c.no}
		a := attempt{order: placed(reseller.OrderRegister), conn: conn}
		a.Desired.Lock = c.wanted
		s := &Service{log: slog.New(slog.DiscardHandler), set: Settings{}.withDefaults()}
		before := conn.shown
		came := kinds[reseller.OrderRegister].bring(s, a, &view{shown: &before})
		if got := fmt.Sprint(conn.list); got != c.told || (came.err != nil) != c.open {
			t.Errorf("%s: the registry is told %s, want %s (%v)", says, got, c.told, came.err)
		}
		if came.err == nil && came.shown.Has(registry.StatusClientTransferProhibited) != c.locked {
			t.Errorf("%s: the view shows %v", says, came.shown.Status)
		}
	}
}
