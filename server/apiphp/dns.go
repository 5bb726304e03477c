package apiphp

import (
	"strconv"

	"nameyard/actions"
)

func decodeGetDNS(p *Params) actions.GetDNS { return actions.GetDNS{Name: p.name()} }

// encodeRecords writes the rows with their places as keys, from "0", and the result behind them, as the protocol has it.
func encodeRecords(all actions.DNSRecords) *object {
	o := &object{append(make([]byte, 0, 64+96*len(all.Records)), '{')}
	for i, r := range all.Records {
		o.open(strconv.Itoa(i))
		o.text("hostname", r.Hostname)
		o.text("type", r.Type)
		o.text("address", r.Address)
		if r.Priority == nil {
			o.null("priority")
		} else {
			o.text("priority", strconv.Itoa(*r.Priority))
		}
		if r.TTL != 0 {
			o.text("ttl", strconv.Itoa(r.TTL))
		}
		o.close()
	}
	o.text("result", "success")
	return warned(o, all.Notice)
}

// encodeSavedDNS says what of the records does not work as it is meant.
func encodeSavedDNS(all actions.DNSRecords) *object { return warned(success(), all.Notice) }

// warned adds a notice, if there is one.
func warned(o *object, notice string) *object {
	if notice != "" {
		o.text("warning", notice)
	}
	return o
}

func decodeSaveDNS(p *Params) actions.SaveDNS {
	const name = "dnsrecords"
	return actions.SaveDNS{Name: p.name(), Rows: p.Records(p.set(name), name), KeepTTLs: true}
}
