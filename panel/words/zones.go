package words

import (
	_ "embed"
	"errors"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // for machines that have no zones of their own
)

//go:embed zones.txt
var zones string

// Zones are the time zones that are offered, by their IANA names: those of zone.tab of the tz database, which has one a country and city, and UTC.
func Zones() []string { return strings.Fields(zones) }

// ErrNoZone says that a text is the name of no time zone, or of several.
var ErrNoZone = errors.New("there is no such time zone")

// ReadZone finds the time zone that somebody has typed: an IANA name, or its city alone, whatever the case and with spaces. UTC is "". Names of old that
// browsers still say, such as Asia/Calcutta, are good, too. ErrNoZone for others.
func ReadZone(text string) (name string, err error) {
	typed := strings.ReplaceAll(strings.TrimSpace(text), " ", "_")
	if typed == "" || strings.EqualFold(typed, "UTC") || strings.EqualFold(typed, "Etc/UTC") {
		return "", nil
	}
	var fit []string
	for _, zone := range Zones() {
		city := zone[strings.LastIndexByte(zone, '/')+1:]
		if strings.EqualFold(zone, typed) {
			return zone, nil
		}
		if strings.EqualFold(city, typed) {
			fit = append(fit, zone)
		}
	}
	switch region, _, _ := strings.Cut(typed, "/"); {
	case len(fit) == 1:
		return fit[0], nil
	case slices.Contains(regions, region):
		if _, err := time.LoadLocation(typed); err == nil && len(typed) <= maxZone {
			return typed, nil
		}
	}
	return "", ErrNoZone
}

// maxZone is how long the name of a zone may be.
const maxZone = 64

// regions are the parts of the world by which zones are named. Others, such as "right/", are other clocks.
var regions = []string{"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}

// Zone is the time zone of a name that ReadZone gave: nil, which is UTC, for "" and for one that is known no more.
func Zone(name string) *time.Location {
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}
