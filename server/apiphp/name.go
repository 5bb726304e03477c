package apiphp

import (
	"nameyard/reseller"
	"nameyard/server/form"
)

// name gives the name that an action is about: sld and tld. The parameters domain and domainname may repeat it whole, and
// stand in for what is absent.
func (p *Params) name() reseller.Name {
	sld, tld := p.Text("sld"), p.Text("tld")
	wholes := [2]string{p.Text("domain"), p.Text("domainname")}
	if p.Err() != nil {
		return reseller.Name{}
	}
	name, err := p.nameOf(sld, tld, wholes)
	if err != nil {
		p.Fail(err)
		return reseller.Name{}
	}
	for i, field := range []string{"domain", "domainname"} {
		if wholes[i] != "" && !isName(wholes[i], name) {
			p.Fail(form.Ambiguous(field, "parameter %s says %q and sld and tld say %s; nothing was done", field, wholes[i], name))
		}
	}
	return name
}

func (p *Params) nameOf(sld, tld string, wholes [2]string) (reseller.Name, error) {
	if sld != "" && tld != "" {
		return reseller.ParseName(sld, tld)
	}
	whole, param := wholes[0], "domain"
	if whole == "" {
		whole, param = wholes[1], "domainname"
	}
	switch {
	case whole == "" && sld == "":
		return reseller.Name{}, form.Missing("sld")
	case whole == "":
		return reseller.Name{}, form.Missing("tld")
	}
	name, err := p.split(whole)
	if err != nil {
		return name, form.Named(param, err)
	}
	if sld == "" {
		sld = name.SLD()
	}
	if tld == "" {
		tld = name.TLD()
	}
	given, err := reseller.ParseName(sld, tld)
	if err == nil && given != name {
		err = form.Ambiguous("domain", "parameter domain says %s and sld or tld say otherwise; nothing was done", name)
	}
	return name, err
}

func isName(whole string, name reseller.Name) bool {
	if whole == name.String() {
		return true
	}
	canonical, err := reseller.ToASCII(whole)
	return err == nil && canonical == name.String()
}
