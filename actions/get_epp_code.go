package actions

import (
	"context"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
)

// GetEPPCode asks for an auth code.
type GetEPPCode struct {
	Name reseller.Name
}

// EPPCode is a fresh auth code. It is shown once and not kept (RFC 9154).
type EPPCode struct {
	Ordered
	Code  string
	Until time.Time // when it is void by the rules of the TLD; zero = when the next one is set, or the name has left
}

// GetEPPCode has the registry set a fresh auth code and shows it. WHMCS add-on action GetEPPCode.
func (s *Service) GetEPPCode(ctx context.Context, call Call, r GetEPPCode) (EPPCode, error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err != nil {
		return EPPCode{}, err
	}
	if rules.TransferBy == "tag" && rules.TagRelease {
		return EPPCode{}, reseller.Errorf(reseller.KindUnsupported, reseller.CodeNotSupported,
			"names under .%s leave by tag, not with an auth code: use %s with the gaining registrar's tag", rules.Name, reseller.HintReleaseDomain)
	}
	if rules.TransferBy == "tag" || !rules.AuthCode {
		return EPPCode{}, reseller.NotSupported(rules.Name, "an auth code")
	}
	call.Key = "" // a stored answer could not hold the code
	result, err := s.change(ctx, call, orders.Request{Kind: reseller.OrderAuthCode, Domain: &d, Subject: "authcode"})
	if err == nil && result.Secret == "" {
		err = reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "another request has just set a code for %s; ask again for a new one", r.Name)
	}
	code := EPPCode{Ordered: Ordered{Order: result.Order}, Code: result.Secret}
	if rules.AuthCodeHours > 0 {
		code.Until = s.clock.Now().Add(time.Duration(rules.AuthCodeHours) * time.Hour)
	}
	return code, err
}
