package zone_test

import (
	"strings"
	"testing"

	"nameyard/zone"
)

// A frame with an http target is no frame where the page around it came over HTTPS. It is saved, and said.
func TestFramesThatBrowsersDoNotShowAreNamed(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for _, c := range []struct {
		rows      string
		httpsOnly bool
		want      []string // pieces; none = nothing is said
	}{
		{"www FRAME http://target.net/x", false, []string{"the frame at www.exampledomain.com", "over HTTPS are sent to the page over HTTP", "https://"}},
		{"@/a FRAME target.net; www A 192.0.2.1", true, []string{"the frame at exampledomain.com/a", "under .com over HTTPS alone", "to the target itself"}},
		{"a FRAME http://t.net; b FRAME http://t.net; c FRAME http://t.net; d FRAME http://t.net; e FRAME http://t.net", false, []string{"a.exampledomain.com, b.exampledomain.com, c.exampledomain.com and 2 more"}},
		{"www FRAME https://target.net", true, nil},
		{"www URL http://target.net; @ URL302 http://target.net", true, nil},
	} {
		records, err := zone.CheckRecords(name, lines(strings.Split(c.rows, "; ")...))
		if err != nil {
			t.Fatal(err)
		}
		got := zone.Unframed(name, records, c.httpsOnly)
		if (got == "") != (c.want == nil) {
			t.Errorf("%s: %q", c.rows, got)
		}
		for _, piece := range c.want {
			if !strings.Contains(got, piece) {
				t.Errorf("%s: %q does not say %q", c.rows, got, piece)
			}
		}
	}
}
