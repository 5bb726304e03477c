package apiphp

import (
	"cmp"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// decodeDAS reads a name that need not be valid: "not_valid" is an answer.
func decodeDAS(p *Params) actions.DAS {
	r := actions.DAS{SLD: p.Text("sld"), TLD: p.Text("tld")}
	whole := p.first("domain", "domainname")
	if whole == "" || p.Err() != nil {
		return r
	}
	if r.SLD == "" || r.TLD == "" {
		sld, tld, _ := strings.Cut(whole, ".")
		if name, err := p.split(whole); err == nil {
			sld, tld = name.SLD(), name.TLD()
		}
		r.SLD, r.TLD = cmp.Or(r.SLD, sld), cmp.Or(r.TLD, tld)
	}
	if name, err := reseller.ParseName(r.SLD, r.TLD); err == nil && !isName(whole, name) {
		p.Fail(form.Ambiguous("domain", "parameter domain says %q and sld and tld say %s", whole, name))
	}
	return r
}

func encodeDAS(line string) *object {
	o := success()
	o.text("das", line)
	return o
}

// decodeAvailability reads a list of whole names (domains), or one label (sld) with a list of TLDs (tlds).
func decodeAvailability(p *Params) actions.CheckAvailability {
	names := p.Texts("domains", "domain", "domainname")
	sld := p.Text("sld", "searchterm")
	tlds := p.Texts("tlds", "tldstoinclude", "tld")
	switch {
	case len(names) > 0:
		return actions.CheckAvailability{Names: names}
	case sld == "" || len(tlds) == 0:
		p.Fail(reseller.Errorf(reseller.KindInvalid, reseller.CodeMissingParameter,
			"send domains, a list of whole names, or sld and tlds, one label and a list of TLDs").In(reseller.PathNames))
	}
	for _, tld := range tlds {
		names = append(names, reseller.TrimEnds(sld)+"."+strings.TrimPrefix(reseller.TrimEnds(tld), "."))
	}
	return actions.CheckAvailability{Names: names}
}

func encodeAvailability(list []actions.Availability) *object {
	o := success()
	o.list("domains")
	for _, a := range list {
		o.element()
		o.text("domain", a.Name)
		o.text("status", a.Status)
		o.flag("premium", a.Premium)
		if a.Price == nil {
			o.null("price")
			o.null("currency")
		} else {
			o.text("price", a.Price.Decimal())
			o.text("currency", a.Price.Currency)
		}
		o.close()
	}
	o.closeList()
	return o
}

func encodeCredit(m reseller.Money) *object {
	o := success()
	o.text("value", m.Decimal())
	return o
}

func encodeVersion(version string) *object {
	o := success()
	o.text("version", version)
	return o
}

// encodeFields writes the fields per TLD as WHMCS describes additional fields; the result comes last, so that clients see
// the TLDs first.
func encodeFields(list []actions.TLDFields) *object {
	o := start()
	for _, tld := range list {
		o.list("." + tld.TLD)
		for _, f := range tld.Fields {
			o.element()
			o.text("Name", f.Name)
			o.text("LangVar", f.LangVar)
			o.text("Type", f.Type)
			o.text("Size", f.Size)
			o.text("Default", f.Default)
			o.flag("Required", f.Required)
			o.text("Options", f.Options)
			o.text("Description", f.Description)
			o.close()
		}
		o.closeList()
	}
	o.text("result", "success")
	return o
}

// encodePricing begins with the result: clients look at the first bytes.
func encodePricing(list actions.Pricing) *object {
	o := success()
	o.open("pricing")
	for _, t := range list.TLDs {
		o.open(t.Rules.Name)
		for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpRenew, reseller.OpTransfer} {
			encodePrices(o, t, op, list.Currency)
		}
		encodeDays(o, "grace_period", t.Rules.GraceDays())
		o.text("gracefee", reseller.Money{Currency: list.Currency}.Decimal())
		encodeDays(o, "redemption_period", t.Rules.RedemptionDays)
		restore, _ := t.Net(reseller.OpRestore, 1)
		o.text("redemptionfee", reseller.Money{Minor: restore, Currency: list.Currency}.Decimal())
		o.flag("EPP", t.Rules.TransferBy == "code")
		o.close()
	}
	o.close()
	o.text("currency", list.Currency)
	return o
}

func encodePrices(o *object, t actions.TLDPricing, op reseller.Operation, currency string) {
	o.open(string(op))
	for _, p := range t.Prices {
		if p.Operation == op {
			o.text(strconv.Itoa(p.Years), reseller.Money{Minor: p.Net, Currency: currency}.Decimal())
		}
	}
	o.close()
}

// encodeDays writes a period of the life cycle.
func encodeDays(o *object, key string, days int) {
	o.open(key)
	o.number("days", int64(days))
	o.close()
}
