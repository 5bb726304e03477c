package zone

import (
	"fmt"
	"strings"

	"nameyard/reseller"
)

// framesNamed is how many frames a notice names.
const framesNamed = 3

// Unframed says, for people, which frames of a zone browsers do not show as a frame, and what becomes of them: no browser shows an http page in
// an https one. "" if there are none. HTTPSOnly says that browsers open the name over HTTPS alone.
func Unframed(name reseller.Name, records []Record, httpsOnly bool) string {
	var hosts []string
	for _, r := range records {
		if r.Type == TypeFrame && strings.HasPrefix(r.Address, "http://") {
			hosts = append(hosts, hostOf(r.Hostname, name))
		}
	}
	if len(hosts) == 0 {
		return ""
	}
	where := strings.Join(hosts[:min(len(hosts), framesNamed)], ", ")
	if more := len(hosts) - framesNamed; more > 0 {
		where += fmt.Sprintf(" and %d more", more)
	}
	if httpsOnly {
		return fmt.Sprintf("the frame at %s has a target with http://, and browsers open names under .%s over HTTPS alone, where they show no such frame: visitors are sent to the target itself; "+
			"give a target with https://", where, name.TLD())
	}
	return fmt.Sprintf("the frame at %s has a target with http://, which browsers do not show in a page over HTTPS: visitors who come over HTTPS are sent to the page over HTTP; "+
		"give a target with https://", where)
}
