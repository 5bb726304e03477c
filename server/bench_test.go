package server_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nameyard/server/phpvalue"
)

// BenchmarkRequest measures whole requests without a network, on SQLite.
func BenchmarkRequest(b *testing.B) {
	var rows []phpvalue.Value
	for i := range 10 {
		rows = append(rows, phpvalue.Map(
			phpvalue.Entry{Key: "hostname", Value: phpvalue.String(fmt.Sprint("host", i))},
			phpvalue.Entry{Key: "type", Value: phpvalue.String("A")},
			phpvalue.Entry{Key: "address", Value: phpvalue.String(fmt.Sprint("192.0.2.", i))},
			phpvalue.Entry{Key: "priority", Value: phpvalue.String("N/A")},
			phpvalue.Entry{Key: "recid", Value: phpvalue.String("")},
		))
	}
	zone := base64.StdEncoding.EncodeToString(phpvalue.Serialize(phpvalue.List(rows...)))
	for name, form := range map[string]string{
		"GetNameservers": "action=GetNameservers&sld=exampledomain&tld=com",
		"SaveDNS":        "action=SaveDNS&sld=exampledomain&tld=com&dnsrecords=" + strings.NewReplacer("+", "%2B", "=", "%3D").Replace(zone),
		"Version":        "action=Version",
	} {
		b.Run(name, func(b *testing.B) {
			e := newEnv(b)
			e.config.Burst = 1 << 40
			e.config.Log = slog.New(slog.NewJSONHandler(io.Discard, nil))
			e.registered("exampledomain.com", false)
			form := e.signed(form, false)
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/domainsResellerAPI/api.php", strings.NewReader(form))
				r.Header.Set("Content-Type", formType)
				w := httptest.NewRecorder()
				e.server.ServeHTTP(w, r)
				if !strings.Contains(w.Body.String(), `"result":"success"`) {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
