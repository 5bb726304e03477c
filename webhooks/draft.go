package webhooks

import (
	"time"

	"nameyard/reseller"
)

// Draft makes a webhook of an account that is not kept yet, and its signing secret. Its faults are that it wants
// events that never happen, or may not go there.
func (s *Deliverer) Draft(account int64, url string, kinds []string) (e reseller.Endpoint, secret string, err error) {
	target, err := s.Check(url, kinds)
	if err != nil {
		return e, "", err
	}
	e = reseller.Endpoint{AccountID: account, URL: target, Kinds: kinds, SealID: reseller.NewClTRIDBase()}
	secret, e.Secret = s.newSecret(e)
	return e, secret, nil
}

// Check finds what is wrong with what a webhook is to be, and gives its URL as it is kept.
func (s *Deliverer) Check(url string, kinds []string) (string, error) {
	var bad reseller.Faults
	bad.Add(reseller.CheckEventKinds(kinds))
	target, err := s.Policy.CheckURL(url)
	bad.Add(err)
	return target, bad.Err()
}

// NextSecret makes another signing secret for a webhook, and says until when the one before is to sign, too, wall time.
func (s *Deliverer) NextSecret(e reseller.Endpoint) (secret string, sealed []byte, oldUntil time.Time) {
	secret, sealed = s.newSecret(e)
	return secret, sealed, s.Clock.Wall().Add(OldSecretTime)
}

func (s *Deliverer) newSecret(e reseller.Endpoint) (secret string, sealed []byte) {
	secret = NewSecret()
	return secret, Seal(s.Key, secret, e.SealID)
}
