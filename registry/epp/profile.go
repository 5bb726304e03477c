package epp

import (
	"slices"

	"nameyard/registry/epp/wire"
)

// Profile says in which respects a registry differs from the RFCs or uses a freedom that they give. The zero Profile is a generic
// registry that keeps contacts and host objects ("thick").
type Profile struct {
	// Extensions are the extension URIs to log in with, as far as the greeting offers them. nil = all that Nameyard speaks.
	Extensions []string `json:"extensions,omitempty"`
	// NoContacts: the registry refuses contacts ("thin", the minimum data set of ICANN's Registration Data Policy).
	NoContacts bool `json:"no_contacts,omitempty"`
	// HostAttributes: name servers go into the domain as attributes; there are no host objects (RFC 5731 §1.1).
	HostAttributes bool `json:"host_attributes,omitempty"`
	// NoEcho: the server changes client transaction ids, so an answer's id cannot be checked.
	NoEcho bool `json:"no_echo,omitempty"`
	// PostalType is the form of addresses: "loc", "int", or empty: int where all is ASCII, else loc (RFC 5733 §2.3).
	PostalType string `json:"postal_type,omitempty"`
	// CheckNames is how many names go into one check. 0 = 20.
	CheckNames int `json:"check_names,omitempty"`
	// Messages says what words in the registry's messages mean, where no extension tells it.
	Messages []Wording `json:"messages,omitempty"`
	// Swedish: the rules of .se and .nu, extension iis-1.2 (see se.go).
	Swedish bool `json:"swedish,omitempty"`
	// Gateway: the other side is no registry but the gateway of a wholesale registrar (see gateway.go).
	Gateway *Gateway `json:"gateway,omitempty"`
}

// spoken are the extensions that Nameyard speaks.
var spoken = []string{wire.NSSecDNS, wire.NSRGP, wire.NSFee, wire.NSChangePoll, wire.NSLoginSec, wire.NSIIS}

func (p Profile) withDefaults() Profile {
	if p.Extensions == nil {
		p.Extensions = spoken
	}
	if p.Gateway != nil && !slices.Contains(p.Extensions, p.Gateway.Extension) {
		p.Extensions = append(slices.Clone(p.Extensions), p.Gateway.Extension)
	}
	if p.CheckNames == 0 {
		p.CheckNames = 20
	}
	return p
}
