package epp_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nameyard/registry/epp"
	"nameyard/registry/registrytest"
)

// TestTestAccountsStayOffLiveAddresses, and live ones off test systems: what is said of a system is held against its address.
func TestTestAccountsStayOffLiveAddresses(t *testing.T) {
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("secret-enough\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ system, address, want, fault string }{
		{"", "epp.example.net:700", "", ""},
		{"", "epptest.iis.se:700", "test", ""},
		{"test", "epptest.iis.se:700", "test", ""},
		{"test", "epp-preview.iis.se:700", "test", ""},
		{"test", "epp-ote.example.net:700", "test", ""},
		{"test", "OTE1.example.net:700", "test", ""},
		{"test", "127.0.0.1:700", "test", ""},
		{"test", "epp.example.net:1700", "test", ""}, // where the port tells them apart
		{"live", "epp.example.net:700", "live", ""},
		{"live", "epp.contest.example:700", "live", ""},
		{"live", "localhost:700", "live", ""}, // a proxy
		{"test", "epp.example.net:700", "", "would be real"},
		{"live", "epptest.iis.se:700", "", "would not be real"},
		{"live", "epp.ote.example.net:700", "", "would not be real"},
		{"prod", "epp.example.net:700", "", "want test or live"},
	} {
		set, err := epp.ReadSettings([]byte(`{"protocol":"epp","system":"`+c.system+`","address":"`+c.address+`","client_id":"NAMEYARD","password_file":"`+
			password+`"}`), registrytest.Rules(), registrytest.Rules())
		if c.fault == "" && (err != nil || set.System != c.want) || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("%s at %s: %q, %v", c.system, c.address, set.System, err)
		}
	}
}
