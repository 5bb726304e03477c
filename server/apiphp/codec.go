package apiphp

import (
	"context"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// codec carries out one action from parameters to bytes.
type codec struct {
	run form.Run[*Params]
	// unsupported is the answer where the TLD has no such feature, if it is not an error here.
	unsupported string
}

// codecs is the table: one line per action.
var codecs = map[string]codec{
	"RegisterDomain":            {run: bind(decodeRegister, (*actions.Service).RegisterDomain, encodeRegistered)},
	"TransferDomain":            {run: bind(decodeTransfer, (*actions.Service).TransferDomain, encodeTransfer)},
	"RenewDomain":               {run: bind(decodeRenew, (*actions.Service).RenewDomain, encodeWords[actions.Ordered]("The domain has been successfully."))},
	"RestoreDomain":             {run: bind(decodeRestore, (*actions.Service).RestoreDomain, encodeWords[actions.Ordered]("The domain has been restored."))},
	"CancelTransfer":            {run: bind(decodeDecision, (*actions.Service).CancelTransfer, encodeWords[actions.Ordered]("The transfer has been cancelled."))},
	"RetryTransfer":             {run: bind(decodeRetry, (*actions.Service).RetryTransfer, encodeTransfer)},
	"ApproveTransferAway":       {run: bind(decodeDecision, (*actions.Service).ApproveTransferAway, encodeWords[actions.Ordered]("The transfer has been approved."))},
	"RejectTransferAway":        {run: bind(decodeDecision, (*actions.Service).RejectTransferAway, encodeWords[actions.Ordered]("The transfer has been rejected."))},
	"ReleaseDomain":             {run: bind(decodeRelease, (*actions.Service).ReleaseDomain, encodeDone[actions.Ordered])},
	"RequestDelete":             {run: bind(decodeDelete, (*actions.Service).RequestDelete, encodeDone[actions.Ordered])},
	"GetNameservers":            {run: bind(decodeGetNameservers, (*actions.Service).GetNameservers, encodeNameservers)},
	"SaveNameservers":           {run: bind(decodeSaveNameservers, (*actions.Service).SaveNameservers, encodeSavedNameservers)},
	"GetEPPCode":                {run: bind(decodeEPPCode, (*actions.Service).GetEPPCode, encodeEPPCode)},
	"GetContactDetails":         {run: bind(decodeGetContacts, (*actions.Service).GetContactDetails, encodeGotContacts)},
	"SaveContactDetails":        {run: bind(decodeSaveContacts, (*actions.Service).SaveContactDetails, encodeSavedContacts)},
	"GetDomainFields":           {run: bind(form.None[*Params], (*actions.Service).GetDomainFields, encodeFields)},
	"DomainGetLockingStatus":    {run: bind(decodeGetLock, (*actions.Service).DomainGetLockingStatus, encodeLock)},
	"DomainUpdateLockingStatus": {run: bind(decodeSetLock, (*actions.Service).DomainUpdateLockingStatus, encodeDone[actions.Ordered]), unsupported: `{"result":"empty"}`},
	"GetDNS":                    {run: bind(decodeGetDNS, (*actions.Service).GetDNS, encodeRecords)},
	"SaveDNS":                   {run: bind(decodeSaveDNS, (*actions.Service).SaveDNS, encodeSavedDNS)},
	"GetDNSSEC":                 {run: bind(decodeGetDNSSEC, (*actions.Service).GetDNSSEC, encodeDNSSEC)},
	"SaveDNSSEC":                {run: bind(decodeSaveDNSSEC, (*actions.Service).SaveDNSSEC, encodeDone[actions.Ordered])},
	"RegisterNameserver":        {run: bind(decodeRegisterHost, (*actions.Service).RegisterNameserver, encodeDone[actions.Ordered])},
	"ModifyNameserver":          {run: bind(decodeModifyHost, (*actions.Service).ModifyNameserver, encodeDone[actions.Ordered])},
	"DeleteNameserver":          {run: bind(decodeDeleteHost, (*actions.Service).DeleteNameserver, encodeDone[actions.Ordered])},
	"GetEmailForwarding":        {run: bind(decodeGetForwards, (*actions.Service).GetEmailForwarding, encodeForwards)},
	"SaveEmailForwarding":       {run: bind(decodeSaveForwards, (*actions.Service).SaveEmailForwarding, encodeSavedForwards)},
	"Sync":                      {run: bind(decodeSync, (*actions.Service).Sync, encodeSync)},
	"TransferSync":              {run: bind(decodeTransferSync, (*actions.Service).TransferSync, encodeTransferSync)},
	"DASSE":                     {run: bind(decodeDAS, (*actions.Service).DASSE, encodeDAS)},
	"DASNU":                     {run: bind(decodeDAS, (*actions.Service).DASNU, encodeDAS)},
	"DAS":                       {run: bind(decodeDAS, (*actions.Service).DAS, encodeDAS)},
	"SetAutoRenew":              {run: bindDone(decodeAutoRenew, (*actions.Service).SetAutoRenew)},
	"IDProtectToggle":           {run: bind(decodePrivacy, (*actions.Service).IDProtectToggle, encodeDone[actions.Ordered])},
	"CreditAmount":              {run: bind(form.None[*Params], (*actions.Service).CreditAmount, encodeCredit)},
	"GetForecast":               {run: bind(form.None[*Params], (*actions.Service).GetForecast, encodeForecast)},
	"GetInvoices":               {run: bind(decodeInvoices, (*actions.Service).GetInvoices, encodeInvoices)},
	"GetInvoice":                {run: bind(decodeInvoice, (*actions.Service).GetInvoice, encodeInvoice)},
	"GetPricing":                {run: bind(form.None[*Params], (*actions.Service).GetPricing, encodePricing)},
	"Version":                   {run: bind(form.None[*Params], (*actions.Service).Version, encodeVersion)},
	"GetDomainInformation":      {run: bind(decodeInformation, (*actions.Service).GetDomainInformation, encodeInformation)},
	"CheckAvailability":         {run: bind(decodeAvailability, (*actions.Service).CheckAvailability, encodeAvailability)},
}

// Run carries out an action. On an error the answer still has the order, if one was placed. Errors are *reseller.Error or
// causes that only the log may see; fields are spelled as parameters.
func Run(ctx context.Context, s *actions.Service, call actions.Call, a actions.Action, p *Params) (form.Answer, error) {
	c := codecs[a.Name]
	p.split = s.WholeName
	call.Key = p.IdempotencyKey()
	answer, err := c.run(ctx, s, call, p)
	if err == nil {
		return answer, nil
	}
	if c.unsupported != "" && reseller.IsKind(err, reseller.KindUnsupported) {
		return form.Answer{Body: []byte(c.unsupported)}, nil
	}
	return answer, reseller.AsError(err).Spelled(spellingFor(a.Name))
}

// bind makes the codec of an action from a decoder, the action and an encoder.
func bind[Q, R any](
	decode func(*Params) Q, act func(*actions.Service, context.Context, actions.Call, Q) (R, error), encode func(R) *object,
) form.Run[*Params] {
	return form.Bind(decode, act, func(result R) []byte { return encode(result).end() })
}

// bindDone is bind for actions that have no result.
func bindDone[Q any](decode func(*Params) Q, act func(*actions.Service, context.Context, actions.Call, Q) error) form.Run[*Params] {
	return form.BindDone(decode, act, func(done struct{}) []byte { return encodeDone(done).end() })
}

// encodeDone answers that it is done, and nothing more.
func encodeDone[R any](R) *object { return success() }

// encodeWords answers with a message.
func encodeWords[R any](msg string) func(R) *object {
	return func(R) *object {
		o := success()
		o.text("msg", msg)
		return o
	}
}
