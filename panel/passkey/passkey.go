// Package passkey signs people in with passkeys: credentials of WebAuthn that the browser finds by itself (discoverable), and that
// ask for a finger, a face or a PIN, so that one of them is two factors. The private half never leaves the person's device.
package passkey

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"nameyard/reseller"
)

// Keys is where passkeys are kept, and what browsers were asked to sign.
type Keys interface {
	AddPasskey(ctx context.Context, u reseller.User, k reseller.Passkey, m reseller.Making, by reseller.Actor, mails ...reseller.Mail) error
	Passkeys(ctx context.Context, user int64) ([]reseller.Passkey, error)
	PasskeyUser(ctx context.Context, hash string) (reseller.Passkey, reseller.User, error)
	UsePasskey(ctx context.Context, k reseller.Passkey) error
	RemovePasskey(ctx context.Context, u reseller.User, id int64, stays string, by reseller.Actor) error
	AddChallenge(ctx context.Context, user int64, hash string, body []byte, until time.Time) error
	TakeChallenge(ctx context.Context, hash string) ([]byte, error)
}

// Mails writes the mails about passkeys (notices.Service).
type Mails interface {
	// PasskeyMade gives the mail that tells a user of another passkey, and from where it was made.
	PasskeyMade(ctx context.Context, u reseller.User, from netip.Addr) ([]reseller.Mail, error)
}

// Ceremonies are the two ceremonies of WebAuthn: registration and authentication. They are safe for concurrent use.
type Ceremonies struct {
	Keys  Keys
	Mails Mails
	Clock reseller.Clock
	Brand string // whose passkeys they are, as devices show it
}

// ErrNotProved says that an answer proves nothing: it is too late, was given before, or is signed by no passkey of ours.
var ErrNotProved = errors.New("the passkey was not accepted")

// answerWithin is how long a browser may take to answer, wall time.
const answerWithin = 5 * time.Minute

// Asked is what a browser is asked: its id, and the options for navigator.credentials.
type Asked struct {
	ID        string `json:"id"`
	PublicKey any    `json:"publicKey"`
}

// AskNew begins the registration of a passkey of a user.
func (c Ceremonies) AskNew(ctx context.Context, r *http.Request, u reseller.User) (Asked, error) {
	party, err := c.party(r)
	if err != nil {
		return Asked{}, err
	}
	owner, err := c.owner(ctx, u)
	if err != nil {
		return Asked{}, err
	}
	required := true
	creation, state, err := party.BeginRegistration(owner, webauthn.WithExclusions(webauthn.Credentials(owner.credentials).CredentialDescriptors()),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &required, UserVerification: protocol.VerificationRequired,
		}))
	if err != nil {
		return Asked{}, fmt.Errorf("passkey: begin a registration: %w", err)
	}
	return c.keep(ctx, u.ID, state, creation.Response)
}

// Made is what a browser made in answer to AskNew.
type Made struct {
	ID     string // of what it was asked
	Answer string // JSON
	Name   string // what the user calls the passkey
	From   reseller.Making
}

// Add keeps the passkey that a browser made. ErrNotProved if the answer is none to AskNew, reseller.ErrConflict if the session has ended.
func (c Ceremonies) Add(ctx context.Context, r *http.Request, u reseller.User, m Made, by reseller.Actor) error {
	party, state, err := c.resume(ctx, r, m.ID)
	if err != nil {
		return err
	}
	owner, err := c.owner(ctx, u)
	if err != nil {
		return err
	}
	made, err := protocol.ParseCredentialCreationResponseBytes([]byte(m.Answer))
	if err != nil {
		return ErrNotProved
	}
	credential, err := party.CreateCredential(owner, state, made)
	if err != nil {
		return ErrNotProved
	}
	body, err := json.Marshal(credential)
	if err != nil {
		return fmt.Errorf("passkey: write a credential: %w", err)
	}
	mails, err := c.Mails.PasskeyMade(ctx, u, by.Address)
	if err != nil {
		return err
	}
	err = c.Keys.AddPasskey(ctx, u, reseller.Passkey{Hash: hashOf(credential.ID), Name: m.Name, Credential: body}, m.From, by, mails...)
	if errors.Is(err, reseller.ErrDuplicate) {
		return ErrNotProved
	}
	return err
}

// AskAny begins signing in, or a fresh proof of a user who is signed in (0: nobody is): the browser offers whatever passkeys it has for this server.
func (c Ceremonies) AskAny(ctx context.Context, r *http.Request, user int64) (Asked, error) {
	party, err := c.party(r)
	if err != nil {
		return Asked{}, err
	}
	assertion, state, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Asked{}, fmt.Errorf("passkey: begin to sign in: %w", err)
	}
	return c.keep(ctx, user, state, assertion.Response)
}

// Prove finds whose passkey has answered AskAny, and gives the proof. ErrNotProved if none of ours has.
func (c Ceremonies) Prove(ctx context.Context, r *http.Request, id, answer string) (u reseller.User, p reseller.Proof, err error) {
	party, state, err := c.resume(ctx, r, id)
	if err != nil {
		return u, p, err
	}
	signed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return u, p, ErrNotProved
	}
	key, user, err := c.Keys.PasskeyUser(ctx, hashOf(signed.RawID))
	if errors.Is(err, reseller.ErrNotFound) {
		return u, p, ErrNotProved
	}
	if err != nil {
		return u, p, err
	}
	owner, err := c.owner(ctx, user)
	if err != nil {
		return u, p, err
	}
	_, credential, err := party.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		if !bytes.Equal(handle, owner.WebAuthnID()) {
			return nil, ErrNotProved
		}
		return owner, nil
	}, state, signed)
	if err != nil || credential.Authenticator.CloneWarning {
		return u, p, ErrNotProved
	}
	if key.Credential, err = json.Marshal(credential); err != nil {
		return u, p, fmt.Errorf("passkey: write a credential: %w", err)
	}
	if err = c.Keys.UsePasskey(ctx, key); errors.Is(err, reseller.ErrConflict) {
		err = ErrNotProved // it was removed meanwhile
	}
	return user, reseller.Proof{Passkey: key.ID}, err
}

// party is this server as the browser of a request knows it. Browsers bind passkeys to the name of the host.
func (c Ceremonies) party(r *http.Request) (*webauthn.WebAuthn, error) {
	host, here := r.Host, "http://localhost"
	if name, port, err := net.SplitHostPort(host); err == nil {
		host, here = name, here+":"+port
	}
	scheme := "https"
	if host == "localhost" && r.TLS == nil {
		scheme = "http"
	}
	party, err := webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: c.Brand, RPOrigins: []string{scheme + "://" + r.Host}})
	if err != nil {
		return nil, reseller.Errorf(reseller.KindUnsupported, reseller.CodeNotSupported,
			"passkeys need a name in the address, and %q is none: on this machine open %s", host, here).Because(err)
	}
	return party, nil
}

// keep keeps a ceremony of a user (0: of a stranger) until its answer comes.
func (c Ceremonies) keep(ctx context.Context, user int64, state *webauthn.SessionData, options any) (Asked, error) {
	body, err := json.Marshal(state)
	if err != nil {
		return Asked{}, fmt.Errorf("passkey: write a ceremony: %w", err)
	}
	id := rand.Text()
	return Asked{id, options}, c.Keys.AddChallenge(ctx, user, reseller.HashToken(id), body, c.Clock.Wall().Add(answerWithin))
}

// resume takes a ceremony up again, once.
func (c Ceremonies) resume(ctx context.Context, r *http.Request, id string) (*webauthn.WebAuthn, webauthn.SessionData, error) {
	var state webauthn.SessionData
	party, err := c.party(r)
	if err != nil {
		return nil, state, err
	}
	body, err := c.Keys.TakeChallenge(ctx, reseller.HashToken(id))
	if errors.Is(err, reseller.ErrConflict) {
		return nil, state, ErrNotProved
	}
	if err == nil {
		err = json.Unmarshal(body, &state)
	}
	state.Expires = time.Time{} // by our clock it is not over
	return party, state, err
}

// owner is a user as WebAuthn has users.
type owner struct {
	user        reseller.User
	credentials []webauthn.Credential
}

func (c Ceremonies) owner(ctx context.Context, u reseller.User) (owner, error) {
	keys, err := c.Keys.Passkeys(ctx, u.ID)
	if err != nil {
		return owner{}, err
	}
	o := owner{user: u, credentials: make([]webauthn.Credential, len(keys))}
	for i, k := range keys {
		if err := json.Unmarshal(k.Credential, &o.credentials[i]); err != nil {
			return o, fmt.Errorf("passkey %d is damaged: %w", k.ID, err)
		}
	}
	return o, nil
}

// WebAuthnID is the user handle (WebAuthn, section 5.4.3): it names nobody.
func (o owner) WebAuthnID() []byte { return []byte("user " + strconv.FormatInt(o.user.ID, 10)) }

// WebAuthnName is what devices show.
func (o owner) WebAuthnName() string { return o.user.Email }

// WebAuthnDisplayName is what devices show.
func (o owner) WebAuthnDisplayName() string { return o.user.Email }

// WebAuthnCredentials are the passkeys of the user.
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

// hashOf is a credential's id as it is kept.
func hashOf(id []byte) string { return reseller.HashToken(base64.RawURLEncoding.EncodeToString(id)) }
