package registrytest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// scene is one story's stage: a connector and short ways to say what happens and what must be.
type scene struct {
	*testing.T
	Subject
	sent int
}

var servers = []string{"ns1.host.example", "ns2.host.example"}

// named makes a name from "label.tld" where the TLD is one of Rules.
func named(full string) reseller.Name {
	_, tld, _ := strings.Cut(full, ".")
	return reseller.NameOf(full, tld)
}

// tr is a client transaction id that no other command of the story has.
func (s *scene) tr() string {
	s.sent++
	return reseller.ClTRID(fmt.Sprintf("test%d", s.sent), 1)
}

// capable gives the connector as the capability T or skips the story.
func capable[T any](s *scene) T {
	s.Helper()
	c, ok := s.Connector.(T)
	if !ok {
		s.Skipf("the connector does not have the capability %s", strings.TrimPrefix(fmt.Sprintf("%T", new(T)), "*"))
	}
	return c
}

func holder() reseller.Contacts {
	return reseller.Contacts{reseller.RoleRegistrant: {
		FirstName: "Åsa", LastName: "Öberg", Address1: "Storgatan 1", City: "Malmö", Postcode: "21145", Country: "SE",
		Phone: "+46.40123456", Email: "asa@example.net",
	}}
}

// buyer is another holder.
func buyer() reseller.Contacts {
	contacts := holder()
	contacts[reseller.RoleRegistrant] = reseller.Contact{Company: "Köparen AB", City: "Lund", Country: "SE", Email: "info@example.com"}
	return contacts
}

func order(full string, years int) registry.Create {
	c := registry.Create{Name: named(full), Years: years, Nameservers: servers, Contacts: holder()}
	if c.Name.TLD() == "se" {
		c.Fields = map[string]string{"id_number": "[SE]802405-0190"}
	}
	return c
}

// create registers a name.
func (s *scene) create(full string, years int) registry.Receipt {
	s.Helper()
	c := order(full, years)
	c.ClTRID = s.tr()
	return s.done(s.Connector.Create(s.Context(), c))
}

// done wants a command carried out at once.
func (s *scene) done(r registry.Receipt, err error) registry.Receipt {
	s.Helper()
	if err != nil {
		s.Fatalf("refused: %v", err)
	}
	if r.Code != registry.CodeDone || r.Words == "" || r.SvTRID == "" {
		s.Fatalf("receipt %+v, want code 1000 with words and a transaction id", r)
	}
	return r
}

// refused wants a refusal with one of the codes.
func (s *scene) refused(_ any, err error, codes ...int) {
	s.Helper()
	no, ok := registry.AsRefusal(err)
	if !ok {
		s.Fatalf("got error %v, want a refusal with code %v", err, codes)
	}
	if !slices.Contains(codes, no.Code) || no.Words == "" {
		s.Fatalf("refused with %v, want code %v", no, codes)
	}
}

func (s *scene) info(full string) registry.Registration {
	s.Helper()
	reg, err := s.Connector.Info(s.Context(), named(full))
	if err != nil {
		s.Fatalf("info of %s: %v", full, err)
	}
	return reg
}

// gone wants a name not to be registered.
func (s *scene) gone(full string) {
	s.Helper()
	if reg, err := s.Connector.Info(s.Context(), named(full)); !errors.Is(err, registry.ErrNoSuchName) {
		s.Fatalf("info of %s gives %+v, %v; want ErrNoSuchName", full, reg, err)
	}
}

// shows wants exactly these statuses.
func (s *scene) shows(full string, want ...registry.Status) {
	s.Helper()
	have := slices.Sorted(slices.Values(s.info(full).Status))
	slices.Sort(want)
	if !slices.Equal(have, want) {
		s.Fatalf("%s shows %v on %s, want %v", full, have, s.Clock.Now().Format(time.DateOnly), want)
	}
}

// expires wants an expiry on a UTC date.
func (s *scene) expires(full, date string) {
	s.Helper()
	if have := s.info(full).Expires.UTC().Format(time.DateOnly); have != date {
		s.Fatalf("%s expires on %s, want %s", full, have, date)
	}
}

func (s *scene) days(n int) { s.Clock.Move(reseller.Days(n)) }

// on puts the clock to noon of a date.
func (s *scene) on(date string) {
	s.Helper()
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		s.Fatal(err)
	}
	s.Clock.Set(t.Add(12 * time.Hour))
}

// renew sends a renewal that starts from a date.
func (s *scene) renew(full, from string, years int) (registry.Receipt, error) {
	s.Helper()
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		s.Fatal(err)
	}
	return s.Connector.Renew(s.Context(), registry.Renew{ClTRID: s.tr(), Name: named(full), CurrentExpiry: day, Years: years})
}

func (s *scene) remove(full string) (registry.Receipt, error) {
	return s.Connector.Delete(s.Context(), registry.Delete{ClTRID: s.tr(), Name: named(full)})
}

// foreign makes a name of another registrar.
func (s *scene) foreign(full, code, registered string, locked bool) {
	s.Helper()
	day, err := time.Parse(time.DateOnly, registered)
	if err != nil {
		s.Fatal(err)
	}
	if err := s.Foreign(s.Context(), named(full), code, day.Add(12*time.Hour), locked); err != nil {
		s.Fatalf("setting up %s at another registrar: %v", full, err)
	}
}

func (s *scene) transfer(full, code string) (registry.Receipt, error) {
	return s.Connector.Transfer(s.Context(), registry.Transfer{ClTRID: s.tr(), Name: named(full), AuthCode: code, Years: 1})
}

// restore sends a restore.
func (s *scene) restore(full string) (registry.Receipt, error) {
	s.Helper()
	return capable[registry.Restorer](s).Restore(s.Context(), registry.Restore{ClTRID: s.tr(), Name: named(full)})
}
