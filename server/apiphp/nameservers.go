package apiphp

import (
	"strconv"

	"nameyard/actions"
	"nameyard/reseller"
)

// nameserverParams are the two spellings of each name server.
var nameserverParams = [5][2]string{
	{"nameserver1", "ns1"}, {"nameserver2", "ns2"}, {"nameserver3", "ns3"}, {"nameserver4", "ns4"}, {"nameserver5", "ns5"},
}

// nameservers reads up to five name servers; the place of an empty one is kept, so that errors name the right parameter.
func (p *Params) nameservers() []string {
	var list []string
	for i, names := range nameserverParams {
		if host := p.Text(names[:]...); host != "" {
			for len(list) < i {
				list = append(list, "")
			}
			list = append(list, host)
		}
	}
	return list
}

func decodeGetNameservers(p *Params) actions.GetNameservers {
	return actions.GetNameservers{Name: p.name()}
}

func encodeNameservers(list []string) *object {
	o := success()
	writeNameservers(o, list)
	return o
}

func writeNameservers(o *object, list []string) {
	for i, host := range list {
		o.text("ns"+strconv.Itoa(i+1), host)
	}
}

func decodeSaveNameservers(p *Params) actions.SaveNameservers {
	return actions.SaveNameservers{Name: p.name(), Nameservers: p.nameservers()}
}

// encodeSavedNameservers answers that it is done, and what else that meant.
func encodeSavedNameservers(s actions.NameserversSaved) *object {
	o := success()
	if s.Unsigned {
		o.text("msg", reseller.UnsignedWords)
	}
	return o
}

func decodeRegisterHost(p *Params) actions.RegisterNameserver {
	return actions.RegisterNameserver{Name: p.name(), Host: p.Required("nameserver"), Addresses: p.RequiredTexts("ipaddress")}
}

func decodeModifyHost(p *Params) actions.ModifyNameserver {
	return actions.ModifyNameserver{
		Name: p.name(), Host: p.Required("nameserver"), Current: p.Required("currentipaddress"), New: p.RequiredTexts("newipaddress"),
	}
}

func decodeDeleteHost(p *Params) actions.DeleteNameserver {
	return actions.DeleteNameserver{Name: p.name(), Host: p.Required("nameserver")}
}
