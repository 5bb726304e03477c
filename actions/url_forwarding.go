package actions

import (
	"context"
	"slices"
	"strings"

	"nameyard/reseller"
	"nameyard/zone"
)

// URLForward sends web visitors of one hostname elsewhere. It is a record of type URL, URL302 or FRAME in the zone.
type URLForward struct {
	Hostname string // relative to the domain; "@" is the domain itself
	URL      string
	Type     string // "permanent" (301), "temporary" (302) or "frame"
}

// forwardTypes maps the types of URL forwards to those of records.
var forwardTypes = []struct{ forward, record string }{
	{"permanent", zone.TypeURL}, {"temporary", zone.TypeURL302}, {"frame", zone.TypeFrame},
}

// GetURLForwarding names the domain whose URL forwards are asked for.
type GetURLForwarding struct {
	Name reseller.Name
}

// GetURLForwarding lists the URL forwards among the records of a name.
func (s *Service) GetURLForwarding(ctx context.Context, call Call, r GetURLForwarding) ([]URLForward, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	records, err := s.store.Records(ctx, d.ID)
	return urlForwards(records), err
}

func urlForwards(records []zone.Record) []URLForward {
	forwards := []URLForward{}
	for _, rec := range records {
		for _, t := range forwardTypes {
			if t.record == rec.Type {
				forwards = append(forwards, URLForward{rec.Hostname, rec.Address, t.forward})
			}
		}
	}
	return forwards
}

// SaveURLForwarding replaces the URL forwards of a name as a whole; its other records stay.
type SaveURLForwarding struct {
	Name     reseller.Name
	Forwards []URLForward
	IfMatch  IfMatch // of the URL forwards alone
}

// SaveURLForwarding saves the whole set or nothing, and gives it as saved. It switches DNS management on where it was off.
func (s *Service) SaveURLForwarding(ctx context.Context, call Call, r SaveURLForwarding) ([]URLForward, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	wanted, err := forwardRows(r.Forwards)
	if err != nil {
		return nil, err
	}
	var saved []URLForward
	patch := func(have []zone.Record) ([]zone.Record, error) {
		if err := r.IfMatch.check(urlForwards(have)); err != nil {
			return nil, err
		}
		rows := slices.Clone(zone.KeepTTLs(r.Name, wanted, have))
		for _, other := range have {
			if !other.WebForward() {
				rows = append(rows, other.Row())
			}
		}
		checked, err := zone.CheckRecords(r.Name, rows, d.Hosts...)
		saved = urlForwards(checked)
		return checked, err
	}
	err = s.saveZone(ctx, d, zone.Save{
		Kind: zone.DNS, Patch: patch, SwitchOn: !d.DNSManagement, Action: "SaveURLForwarding", By: call.actor(),
	})
	if err != nil {
		return nil, forwardError(err, len(wanted))
	}
	return saved, nil
}

func forwardRows(forwards []URLForward) ([]zone.Row, error) {
	rows := make([]zone.Row, len(forwards))
	for i, f := range forwards {
		place := reseller.PathURLForwards.At(i)
		if strings.TrimSpace(f.URL) == "" {
			return nil, reseller.Missing(place.Part("url"))
		}
		kind := ""
		for _, t := range forwardTypes {
			if t.forward == f.Type || f.Type == "" && t.forward == "permanent" {
				kind = t.record
			}
		}
		if kind == "" {
			return nil, reseller.Invalid(place.Part("type"), "%q is not a type of URL forward: use permanent, temporary or frame", f.Type)
		}
		rows[i] = zone.Row{Hostname: zone.Sent(f.Hostname), Type: zone.Sent(kind), Address: zone.Sent(f.URL)}
	}
	return rows, nil
}

// forwardError names the row of forwards where zone names a row of records: the forwards are the first rows.
func forwardError(err error, forwards int) error {
	e := *reseller.AsError(err)
	form, row, _ := e.Field.Form()
	if row < 0 || row >= forwards {
		return &e
	}
	part := reseller.Path("url")
	if form != "records[n].address" {
		part = form[strings.LastIndexByte(string(form), '.')+1:]
	}
	e.Field = reseller.PathURLForwards.At(row).Part(part)
	return &e
}
