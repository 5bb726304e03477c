package zone_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/zone"
)

// The dearest zones that fit 1,000 records: hostnames of many labels, all aliases in one chain, forwards over it, and a delegation with glue.
func dearest() map[string][]string {
	deep := strings.Repeat("a.", 100)
	at := func(i int) string { return fmt.Sprintf("%sx%d", deep, i) }
	var chain, forwards, glue []string
	for i := range 999 {
		chain = append(chain, fmt.Sprintf("%s CNAME %s.exampledomain.com", at(i), at(i+1)))
		if i < 499 {
			forwards = append(forwards, chain[i], fmt.Sprintf("%s URL http://%s.exampledomain.com", at(i+5000), at(0)))
		}
		glue = append(glue, fmt.Sprintf("lab NS %s.lab.exampledomain.com", at(i%500)), fmt.Sprintf("%s.lab A 192.0.2.1", at(i%500)))
	}
	return map[string][]string{"a chain": chain, "forwards over a chain": forwards, "glue": glue[:1000]}
}

func BenchmarkDearestZones(b *testing.B) {
	for what, rows := range dearest() {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				if _, err := zone.CheckRecords(mustName(b, "exampledomain", "com"), lines(rows...)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// An error shows a row, and never all that was sent.
func TestErrorsAreShortWhateverWasSent(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	for _, row := range []zone.Row{
		sent(long, "A", "192.0.2.1", ""), sent("h", long, "x", ""), sent("h", "A", long, ""), sent("h", "MX", long, ""), sent("h", "MX", "a "+long, ""),
		sent("h", "MX", "mail", long), sent("h", "TXT", `("x" `+long+")", ""), sent("h", "TXT", long, ""), sent("h", "CAA", long, ""), sent("h", "SRV", long, ""),
		sent("h", "CAA", "0 issue "+long, ""), sent("h", "SRV", "1 2 "+long, ""), sent("h", "URL", "http://"+long, ""), sent("h", "URL", long+":x", ""), sent("h", "URL", "http://a.net:"+long, ""),
	} {
		_, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{row})
		if err == nil {
			t.Errorf("%.40s %.40s %.40s is stored", row.Hostname.Text, row.Type.Text, row.Address.Text)
			continue
		}
		if words := reseller.AsError(err).Words; len(words) > 800 {
			t.Errorf("the error has %d bytes: %.300s", len(words), words)
		}
	}
	var circle []string
	for i := range 200 {
		circle = append(circle, fmt.Sprintf("h%d CNAME h%d", i, (i+1)%200))
	}
	_, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), lines(circle...))
	wantFault(t, err, "records[0].address", "h0.exampledomain.com → h1.exampledomain.com → h2.exampledomain.com → h3.exampledomain.com → … → h0.exampledomain.com")
}
