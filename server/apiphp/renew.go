package apiphp

import (
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/server/form"
)

func decodeRenew(p *Params) actions.RenewDomain {
	return actions.RenewDomain{Name: p.name(), Years: p.Years("regperiod"), CurrentExpiry: p.date("currentexpirydate")}
}

// date reads an optional date, YYYY-MM-DD. A parameter that is there and empty is refused: its sender relies on it.
func (p *Params) date(name string) time.Time {
	v, ok := p.Find(name)
	if !ok {
		return time.Time{}
	}
	text := strings.TrimSpace(p.Scalar(v, name))
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		p.Fail(form.Invalid(name, "parameter %s must be a date as 2027-01-31, not %q", name, text))
	}
	return date
}

func decodeRestore(p *Params) actions.RestoreDomain { return actions.RestoreDomain{Name: p.name()} }

func decodeRelease(p *Params) actions.ReleaseDomain {
	return actions.ReleaseDomain{Name: p.name(), Tag: p.Text("newtag", "transfertag")}
}

func decodeDelete(p *Params) actions.RequestDelete {
	return actions.RequestDelete{Name: p.name(), NoRefund: p.flag("norefund", false)}
}

func decodeEPPCode(p *Params) actions.GetEPPCode { return actions.GetEPPCode{Name: p.name()} }

func encodeEPPCode(r actions.EPPCode) *object {
	o := success()
	o.text("eppcode", r.Code)
	if !r.Until.IsZero() {
		o.text("validuntil", r.Until.UTC().Format(time.RFC3339))
	}
	return o
}

func decodeDecision(p *Params) actions.TransferDecision {
	return actions.TransferDecision{Name: p.name()}
}

func decodeRetry(p *Params) actions.RetryTransfer {
	return actions.RetryTransfer{Name: p.name(), AuthCode: p.Text("transfersecret")}
}
