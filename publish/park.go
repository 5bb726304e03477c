package publish

import (
	"time"

	"nameyard/zone"
)

// Parked gives what a name publishes that was parked when it had expired: a web forward of it and all hosts below to the platform's parking
// page, and no mail. Its child name servers stay: other names may live by them. Any other name is as it was.
func (p Platform) Parked(of zone.Publication, now time.Time) zone.Publication {
	if p.ParkingURL == "" || !of.Stamp.Parked || !of.Domain.Expired(now) {
		return of
	}
	of.Domain.DNSManagement, of.Forwards, of.Records = true, nil, nil
	for _, host := range []string{"@", "*"} {
		of.Records = append(of.Records, zone.Record{Hostname: host, Type: zone.TypeURL302, Address: p.ParkingURL})
	}
	return of
}
