package app

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/server"
)

// targetLinks are the links with which targets of e-mail forwards answer. Their tokens come from the secret key, so that none is kept: neither
// with a target nor in its mail.
type targetLinks struct {
	key  *reseller.SecretKey
	base string // URL of the server
}

// TargetLink makes the link for the mail of so many asks of a target.
func (l targetLinks) TargetLink(target int64, asks int) (link, tokenHash string, err error) {
	token, err := l.key.HashParams("the answer of a forward's target", target, asks)
	if err != nil {
		return "", "", err
	}
	sum := sha256.Sum256([]byte(token))
	return strings.TrimSuffix(l.base, "/") + server.ForwardTargetsPath + token, hex.EncodeToString(sum[:]), nil
}

// targetLinks makes links if targets are asked; else nil.
func (a *App) targetLinks() notices.TargetLinks {
	if a.publishing.MailVerifyURL == "" {
		return nil
	}
	return targetLinks{a.Key, a.publishing.MailVerifyURL}
}

// forwardTargets is where targets answer, if they are asked; else nil.
func (a *App) forwardTargets() server.ForwardTargets {
	if a.publishing.MailVerifyURL == "" {
		return nil
	}
	return a.Store
}
