package operator

import (
	"context"
	"slices"
	"strconv"
	"time"

	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/reseller"
)

// NameServerRole is what a name server is to the zones.
type NameServerRole string

// The roles.
const (
	RoleSigner   NameServerRole = "signer"   // takes the zones, signs those that are to be, and gives them on
	RoleRequired NameServerRole = "required" // a zone is published once it has it
	RoleOptional NameServerRole = "optional" // zones count as published without it
)

// NameServerState is how a name server does.
type NameServerState string

// The states, the worst first.
const (
	NameServerSilent  NameServerState = "silent"    // gives no answer
	NameServerRefuses NameServerState = "refuses"   // answers, and does not say what it has
	NameServerBehind  NameServerState = "behind"    // does not have all in the newest version
	NameServerUnasked NameServerState = "not_asked" // since the process started that tells
	NameServerAsked   NameServerState = "being_asked"
	NameServerCurrent NameServerState = "current"
)

// NameServer is how a name server stands with all zones, as far as it was asked.
type NameServer struct {
	Name        string          `json:"name"`
	Address     string          `json:"address"`
	Role        NameServerRole  `json:"role"`
	State       NameServerState `json:"state"`
	Required    bool            `json:"required"`
	Reachable   bool            `json:"reachable"`
	AskedAt     *time.Time      `json:"asked_at"` // null = it was not
	AnsweredAt  *time.Time      `json:"answered_at"`
	SilentSince *time.Time      `json:"silent_since"`
	Zones       int             `json:"zones"`        // that it should have
	Asked       int             `json:"zones_asked"`  // of how many it was asked in the round that is under way, or was the last
	RoundAt     *time.Time      `json:"all_asked_at"` // when it was last asked of all
	Behind      *int            `json:"behind"`       // of how many it does not have the newest version; null = not known: it was not asked of all, or does not say
	BehindSince *time.Time      `json:"behind_since"` // since when that is known of the first
	Late        []LateZone      `json:"late"`         // the first of those that are known
	Catalogs    []CatalogAt     `json:"catalogs"`
	Said        string          `json:"said,omitempty"`   // what it answers instead of a serial: a code
	Advice      string          `json:"advice,omitempty"` // what that means, and what to do
}

// LateZone is a zone that a name server does not have in its newest version.
type LateZone struct {
	Name   string  `json:"name"`
	Wanted uint32  `json:"wanted"`
	Has    *uint32 `json:"has"` // 0 = it does not have the zone; null = it has not said
	Said   string  `json:"said,omitempty"`
}

// CatalogAt is what a name server has of a catalog.
type CatalogAt struct {
	Name   string  `json:"name"`
	Wanted *uint32 `json:"wanted"` // null = not known: the process that serves catalogs makes their serials
	Has    *uint32 `json:"has"`    // null = it does not say
	Said   string  `json:"said,omitempty"`
}

// Serials writes what the name server has, and what it should have; "" where that is not known.
func (c CatalogAt) Serials() (s struct{ Has, Wanted string }) {
	s.Has, s.Wanted = serialText(c.Has), serialText(c.Wanted)
	return s
}

// Serial writes what the name server has; "" where it has not said.
func (z LateZone) Serial() string { return serialText(z.Has) }

// LateCatalogs are the catalogs of which the name server does not have the newest.
func (n NameServer) LateCatalogs() (late []CatalogAt) {
	for _, c := range n.Catalogs {
		if c.Late() {
			late = append(late, c)
		}
	}
	return late
}

// BehindCount is Behind; 0 where that is not known.
func (n NameServer) BehindCount() int {
	if n.Behind == nil {
		return 0
	}
	return *n.Behind
}

// serialText is a serial that may be missing.
func serialText(serial *uint32) string {
	if serial == nil {
		return ""
	}
	return strconv.FormatUint(uint64(*serial), 10)
}

// Late reports whether the name server does not have the newest catalog, as far as that is known.
func (c CatalogAt) Late() bool {
	return c.Said != "" || c.Has != nil && c.Wanted != nil && dns.Older(*c.Has, *c.Wanted)
}

// lateShown is how many of the zones are listed that a name server is behind with.
const lateShown = 10

// Status tells of each name server how it stands with all zones: as the running server has found, or by asking each of them now. One that gives
// no answer is not asked on.
func (u DNS) Status(ctx context.Context) ([]NameServer, error) {
	reports, err := u.reports(ctx)
	list := []NameServer{}
	for _, r := range reports {
		list = append(list, nameServer(r))
	}
	return list, err
}

// reports are how the name servers stand. Those that a server is only about to ask were not asked.
func (u DNS) reports(ctx context.Context) ([]dns.Report, error) {
	if u.Following == nil {
		zones := dns.NewZones(publish.NewZones(publish.Config{Books: u.Store, Rules: u.Rules, Clock: u.Clock, Log: u.Log}))
		return dns.Look(ctx, dns.PrimaryConfig{
			Zones: zones, Feed: u.Store, Secondaries: u.Secondaries, Signer: u.Signer, Keys: u.Keys, Catalogs: u.Catalogs, Log: u.Log,
		})
	}
	found := u.Following()
	if found == nil {
		for _, s := range u.all() {
			found = append(found, dns.Report{Secondary: s, Signs: u.Signer != nil && s == *u.Signer})
		}
	}
	return found, nil
}

// all are the name servers, the signer first.
func (u DNS) all() []dns.Secondary {
	if u.Signer == nil {
		return u.Secondaries
	}
	return append([]dns.Secondary{*u.Signer}, u.Secondaries...)
}

// nameServer says what a report means.
func nameServer(r dns.Report) NameServer {
	n := NameServer{
		Name: r.Name, Address: r.Address.String(), Role: RoleRequired, Required: !r.Optional, AskedAt: known(r.AskedAt), AnsweredAt: known(r.AnsweredAt),
		SilentSince: known(r.SilentSince), Zones: r.Zones, Asked: r.Seen, RoundAt: known(r.RoundAt), Late: []LateZone{}, Catalogs: []CatalogAt{}, Said: r.Silence,
	}
	switch {
	case r.Signs:
		n.Role = RoleSigner
	case r.Optional:
		n.Role = RoleOptional
	}
	n.Reachable = !r.AskedAt.IsZero() && r.Silence == ""
	if count := len(r.Behind); !r.RoundAt.IsZero() && r.Silence == "" { // what it lacks since it is silent nobody knows
		n.Behind = &count
	}
	for i, z := range r.Behind {
		if i == 0 {
			n.BehindSince = known(z.Since)
		}
		if i < lateShown {
			n.Late = append(n.Late, lateZone(z))
		}
		if n.Said == "" {
			n.Said = z.Said
		}
	}
	for _, c := range r.Catalogs {
		n.Catalogs = append(n.Catalogs, catalogAt(c))
		if c.Said != "" && r.Silence == "" { // before what it says of zones: it learns of them by this one
			n.Said = c.Said
		}
	}
	n.Advice = adviceOn(n.Said)
	switch {
	case r.Silence != "":
		n.State = NameServerSilent
	case r.AskedAt.IsZero():
		n.State = NameServerUnasked
	case refuses(r):
		n.State, n.Behind = NameServerRefuses, nil
	case len(r.Behind) > 0 || len(n.LateCatalogs()) > 0:
		n.State = NameServerBehind
	case r.RoundAt.IsZero():
		n.State = NameServerAsked
	default:
		n.State = NameServerCurrent
	}
	return n
}

// refuses reports whether a name server answers and says of nothing what it has: of no catalog, or of no zone. A single one that is refused is one that it
// does not have yet, and that it has none it does say.
func refuses(r dns.Report) bool {
	withheld := func(a dns.SOAAnswer) bool { return a.Said != "" && !a.HasNone() }
	catalogs := slices.ContainsFunc(r.Catalogs, func(c dns.CatalogReport) bool { return !withheld(c.SOAAnswer) })
	zones := slices.ContainsFunc(r.Behind, func(z dns.ZoneReport) bool { return !withheld(z.SOAAnswer) })
	return len(r.Catalogs) > 0 && !catalogs || len(r.Behind) > 0 && !zones && (len(r.Behind) >= r.Zones || r.Mute && r.RoundAt.IsZero())
}

func lateZone(z dns.ZoneReport) LateZone {
	late := LateZone{Name: z.Name, Wanted: z.Wanted, Said: z.Said}
	if z.Answered {
		late.Has = &z.Serial
	}
	return late
}

func catalogAt(c dns.CatalogReport) CatalogAt {
	at := CatalogAt{Name: c.Name, Said: c.Said}
	if c.Wanted > 0 {
		at.Wanted = &c.Wanted
	}
	if c.Asked && c.Said == "" {
		at.Has = &c.Serial
	}
	return at
}

// known is a time, nil for none.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// PublishedHosts are what zones of names lead to at this house, as it is set. What is not set is not there.
type PublishedHosts struct {
	NameServers []string // that names get which are ordered without
	Mail        string   // the MX of names with e-mail forwards
	Senders     string   // the domain of the senders of forwarded mail
	Web         []string // addresses of the web server of forwards
}

// HostsOf gives them from a platform.
func HostsOf(p publish.Platform) PublishedHosts {
	h := PublishedHosts{NameServers: p.Nameservers, Mail: p.MX, Senders: p.SRSDomain}
	for _, a := range p.WebAddresses {
		h.Web = append(h.Web, a.String())
	}
	return h
}

// signingLate is for how long a registry may lack what a signed zone wants.
const signingLate = 24 * time.Hour

// SigningStatus is how far the names are that the name servers sign.
type SigningStatus struct {
	Names map[reseller.DNSSECState]int64
	Late  int64 // of which the registry has not had what their zones want for more than a day
	First []reseller.Name
}

// Signing tells how far the names are that the name servers sign.
func (u DNS) Signing(ctx context.Context) (s SigningStatus, err error) {
	since := u.Clock.Now().Add(-signingLate)
	if s.Names, s.Late, err = u.Store.NamesSigning(ctx, since); err != nil || s.Late == 0 {
		return s, err
	}
	s.First, err = u.Store.NamesSigningLate(ctx, since, lateShown)
	return s, err
}
