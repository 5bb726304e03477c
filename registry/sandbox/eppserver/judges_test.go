package eppserver_test

import (
	"crypto/tls"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	judge "github.com/domainr/epp"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

func TestMain(m *testing.M) { os.Exit(sandboxtest.Judge(m, "../../../testdata/epp/xsd")) }

// TestPerlClientDoesARegistrarsWork: Net::EPP for Perl, which nobody here wrote, registers, renews, moves a name between two registrars,
// deletes and restores it, with contacts, hosts and messages.
func TestPerlClientDoesARegistrarsWork(t *testing.T) {
	w := sandboxtest.Listen(t)
	act := perlClient(t, w)
	name := reseller.NameOf("judged.com", "com")
	act(sandbox.Sponsor, sandboxtest.Password, "register")
	w.Clock.Move(reseller.Days(61))
	act(sandbox.OtherRegistrar, sandboxtest.OtherPassword, "request")
	act(sandbox.Sponsor, sandboxtest.Password, "approve")
	if reg, err := w.Show(t.Context(), name); err != nil || reg.Sponsor != sandbox.OtherRegistrar || reg.Expires.Format(time.DateOnly) != "2030-03-10" {
		t.Errorf("after the transfer the registry shows %+v, %v", reg, err)
	}
	w.Clock.Move(reseller.Days(10))
	act(sandbox.OtherRegistrar, sandboxtest.OtherPassword, "delete")
	if reg, err := w.Show(t.Context(), name); err != nil || !reg.Has(registry.StatusOK) {
		t.Errorf("after the restore the registry shows %+v, %v", reg, err)
	}
	var commands []string
	effects, err := w.Effects(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range effects {
		commands = append(commands, e.Command)
	}
	if got := strings.Join(commands, " "); got != "create renew host host host hold authcode hold transfer_request transfer_away" {
		t.Errorf("the log of what concerned us is %s", got)
	}
}

// TestPerlClientDoesASwedishRegistrarsWork: the same client with frames of iis-1.2, as the public descriptions of .se have them: a holder
// with a number, auth codes that the registry makes, an end with the term, and a transfer at once with name servers in its command.
func TestPerlClientDoesASwedishRegistrarsWork(t *testing.T) {
	act := perlClient(t, sandboxtest.Listen(t))
	_, code, _ := strings.Cut(act(sandbox.Sponsor, sandboxtest.Password, "swedish"), "CODE ")
	act(sandbox.OtherRegistrar, sandboxtest.OtherPassword, "comes", strings.TrimSpace(code))
}

// perlClient gives what has Net::EPP do one act as a registrar, and gives what it said. The test fails where it dies or warns.
func perlClient(t *testing.T, w *sandboxtest.Wire) func(id, password, act string, more ...string) string {
	t.Helper()
	if err := exec.Command("perl", "-MNet::EPP", "-e", "1").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("Net::EPP for Perl is not on this machine")
		}
		t.Skip("Net::EPP for Perl is not on this machine (make setup)")
	}
	host, port, err := net.SplitHostPort(w.Address)
	if err != nil {
		t.Fatal(err)
	}
	return func(id, password, act string, more ...string) string {
		t.Helper()
		out, err := exec.Command("perl", append([]string{"testdata/client.pl", host, port, id, password, act}, more...)...).CombinedOutput()
		if err != nil || strings.Contains(string(out), " at testdata/") {
			t.Fatalf("%s by %s: %v\n%s", act, id, err, out)
		}
		return string(out)
	}
}

// TestGoClientReadsOurAnswers: github.com/domainr/epp, which nobody here wrote, logs in, checks with prices, and reads a name.
func TestGoClientReadsOurAnswers(t *testing.T) {
	w := sandboxtest.Listen(t)
	_, err := w.Create(t.Context(), registry.Create{ClTRID: "NY-x-1", Name: reseller.NameOf("taken.com", "com"), Years: 1})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := tls.Dial("tcp", w.Address, w.Client)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := judge.NewTimeoutConn(raw, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Login(sandbox.Sponsor, "wrong!", ""); err == nil {
		t.Error("a wrong password opened the session")
	}
	if _, err := conn.Login(sandbox.Sponsor, sandboxtest.Password, ""); err != nil {
		t.Fatal(err)
	}
	found, err := conn.CheckDomain("taken.com", "free.com", "premium-word.com", "x.nosuchtld")
	if err != nil {
		t.Fatal(err)
	}
	for i, free := range []bool{false, true, true, false} {
		if found.Checks[i].Available != free || free != (found.Checks[i].Reason == "") {
			t.Errorf("check says %+v", found.Checks[i])
		}
	}
	if len(found.Charges) != 4 || found.Charges[2].Category != "premium" || found.Charges[1].Category != "" {
		t.Errorf("prices are %+v", found.Charges)
	}
	info, err := conn.DomainInfo("taken.com", nil)
	if err != nil || info.Domain != "taken.com" || info.ClID != sandbox.Sponsor || info.ExDate.Format(time.DateOnly) != "2027-03-10" {
		t.Errorf("info says %+v, %v", info, err)
	}
	if err := conn.Hello(); err != nil {
		t.Error(err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
}
