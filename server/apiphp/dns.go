package apiphp

import (
	"strconv"
	"unicode/utf8"

	"nameyard/actions"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
	"nameyard/zone"
)

func decodeGetDNS(p *Params) actions.GetDNS { return actions.GetDNS{Name: p.name()} }

// encodeRecords writes the rows with their places as keys, from "0", and the result behind them, as the protocol has it.
func encodeRecords(records []zone.Record) *object {
	o := &object{append(make([]byte, 0, 64+96*len(records)), '{')}
	for i, r := range records {
		o.open(strconv.Itoa(i))
		o.text("hostname", r.Hostname)
		o.text("type", r.Type)
		o.text("address", r.Address)
		if r.Priority == nil {
			o.null("priority")
		} else {
			o.text("priority", strconv.Itoa(*r.Priority))
		}
		o.close()
	}
	o.text("result", "success")
	return o
}

// decodeSaveDNS reads the rows. What a row means, and which are left out, is for zone.CheckRecords to say.
func decodeSaveDNS(p *Params) actions.SaveDNS {
	r := actions.SaveDNS{Name: p.name()}
	rows := p.set("dnsrecords")
	r.Records = make([]zone.Record, 0, rows.Len())
	for _, row := range rows.Entries() {
		if row.Value.Kind() == phpvalue.KindNull {
			continue
		}
		r.Records = append(r.Records, p.record(row.Value, len(r.Records)))
		if p.Err() != nil {
			break
		}
	}
	return r
}

// record reads one row. The record id of the client is not looked at: the set is saved as a whole.
func (p *Params) record(row phpvalue.Value, place int) zone.Record {
	var rec zone.Record
	if row.Kind() != phpvalue.KindArray {
		p.Fail(form.Invalid(recordParam(place, ""), "row %d of dnsrecords is not an array of hostname, type, address and priority", place+1))
		return rec
	}
	for i := range row.Entries() {
		e := &row.Entries()[i]
		switch text := e.Value.Text(); {
		case form.IsKey(e.Key, "hostname"):
			rec.Hostname = text
		case form.IsKey(e.Key, "type"):
			rec.Type = text
		case form.IsKey(e.Key, "address"):
			rec.Address = text
		case form.IsKey(e.Key, "priority"):
			rec.Priority = zone.ParsePriority(text)
		default:
			continue
		}
		if e.Value.Kind() == phpvalue.KindArray || !utf8.ValidString(e.Value.Text()) {
			p.Fail(form.Invalid(recordParam(place, e.Key), "row %d of dnsrecords: %s must be text in UTF-8", place+1, e.Key))
		}
	}
	return rec
}

func recordParam(place int, field string) string {
	param := "dnsrecords[" + strconv.Itoa(place) + "]"
	if field != "" {
		param += "[" + field + "]"
	}
	return param
}
