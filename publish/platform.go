// Package publish has what the parts share that the internet sees: the platform's own names and addresses, and what a host
// stands for at this moment.
package publish

import (
	"fmt"
	"net/netip"

	"nameyard/zone"
)

// Platform is what records and forwards point to at this installation. The zero value publishes none of it.
type Platform struct {
	Nameservers  []string     // host names: the NS of each zone; none = those that the registry has for the name
	MX           string       // host name of the mail server that takes the mail of forwards; "" = none
	SRSDomain    string       // domain of the senders of forwarded mail
	WebAddresses []netip.Addr // where the web server of URL and FRAME hosts can be reached
	ParkingURL   string       // where visitors of names are sent that have expired; "" = such names go on as they are
}

// Settings are the parts that zones are made with. A zone changes when a part does that it has something of.
func (p Platform) Settings() map[zone.Setting]string {
	return map[zone.Setting]string{zone.SettingNameservers: fmt.Sprint(p.Nameservers), zone.SettingMail: p.MX, zone.SettingWeb: fmt.Sprint(p.WebAddresses)}
}
