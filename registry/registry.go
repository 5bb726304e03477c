// Package registry says what Nameyard asks of a registry or upstream registrar, whatever protocol it speaks: the
// Connector interface, the optional capabilities, and the routes from TLD to connector.
//
// Connectors live in folders below this one and pass registrytest. The shape follows EPP (RFC 5730–5733): a command
// takes a client transaction id and, for renewals, the expiry it starts from; an answer carries the registry's code and
// words, may be "pending" (code 1001), and may name a fee.
package registry

import (
	"context"
	"time"

	"nameyard/reseller"
)

// Connector is our side of one registry. Every method honours ctx. Errors are one of
//
//   - *Refusal: the registry answered no; the command had no effect;
//   - ErrUnknown (wrapped): the command may or may not have taken effect;
//   - ErrUnreachable (wrapped): the command was certainly not sent;
//   - ErrNoSuchName: Info of a name that is not registered.
type Connector interface {
	// Check tells for each name whether it can be registered, in the order asked (RFC 5731 §3.1.1).
	Check(ctx context.Context, names ...reseller.Name) ([]Availability, error)
	// Info tells what the registry shows of a name (RFC 5731 §3.1.2).
	Info(ctx context.Context, name reseller.Name) (Registration, error)
	// Create registers a name (RFC 5731 §3.2.1).
	Create(ctx context.Context, c Create) (Receipt, error)
	// Renew adds years to a name whose expiry is still the one given (RFC 5731 §3.2.3).
	Renew(ctx context.Context, r Renew) (Receipt, error)
	// Transfer asks for a name that another registrar holds (RFC 5731 §3.2.4, op="request"). Where names move by tag it announces
	// that we expect the name, as far as the registry takes that, and answers "pending": the other registrar has to set our tag.
	Transfer(ctx context.Context, t Transfer) (Receipt, error)
	// Update changes a name's name servers or contacts (RFC 5731 §3.2.5).
	Update(ctx context.Context, u Update) (Receipt, error)
	// Delete starts the TLD's deletion (RFC 5731 §3.2.2).
	Delete(ctx context.Context, d Delete) (Receipt, error)
}

// Availability is the answer to a check.
type Availability struct {
	Name    reseller.Name
	Free    bool
	Valid   bool   // the registry would take such a name at all
	Reason  string // why not free, in the registry's words
	Premium bool
	Fee     *Fee // what a premium name costs us for a year (RFC 8748)
}

// Fee is what a registry charges us, in minor units of a currency (RFC 8748).
type Fee struct {
	Amount   int64
	Currency string
}

// Registration is what a registry shows of a name. Times are UTC.
type Registration struct {
	Name        reseller.Name
	Ours        bool   // we are the sponsoring registrar
	Sponsor     string // the sponsoring registrar's id or tag
	Hidden      bool   // not ours to see, says the registry (2201), and shows nothing else; Ours is false. A right that our account lacks looks the same
	Status      []Status
	Created     time.Time
	Updated     time.Time
	Transferred time.Time // zero = never
	Expires     time.Time
	Nameservers []string
	Contacts    ShownContacts // as far as it shows them; under privacy the sponsor is still given the real ones
	Privacy     bool
	Hosts       []reseller.Host // subordinate hosts
	// NoHostObjects: name servers are attributes of names there (RFC 5731 §1.1), and Hosts those of its own that the name is delegated to.
	NoHostObjects bool
	SecDNS        reseller.SecDNS          // as far as it shows it
	Transfer      *TransferState           // the pending or last transfer, nil = never
	Handles       map[reseller.Role]string // ids of its contact objects, where the registry has such
	Ends          Ends                     // where its registry tells it
	RenewalMode   string                   // how a gateway renews the name, where that is not as its settings want it; else empty
	LastTrID      string                   // client transaction id of the last change, where the registry tells it
}

// Ends is when a name that is not renewed ends, step by step, as .se and .nu tell it; zero where it is not told.
type Ends struct {
	Deactivated time.Time // out of the zone
	Deleted     time.Time // in quarantine: nobody can have it back
	Released    time.Time // free for everybody
	AtExpiry    bool      // its registrar has asked for it to be deactivated with its term, without the days of grace
}

// Has reports whether the registration shows a status.
func (r Registration) Has(s Status) bool {
	for _, have := range r.Status {
		if have == s {
			return true
		}
	}
	return false
}

// Status is a domain status of RFC 5731 §2.3, RFC 3915 (grace periods) or the Swedish registry.
type Status string

// The statuses that Nameyard acts on.
const (
	StatusOK                       Status = "ok"
	StatusInactive                 Status = "inactive"
	StatusClientTransferProhibited Status = "clientTransferProhibited"
	StatusPendingCreate            Status = "pendingCreate"
	StatusPendingTransfer          Status = "pendingTransfer"
	StatusPendingRenew             Status = "pendingRenew"
	StatusPendingUpdate            Status = "pendingUpdate"
	StatusPendingDelete            Status = "pendingDelete"
	StatusRedemption               Status = "redemptionPeriod"
	StatusPendingRestore           Status = "pendingRestore" // the registry waits for the report about a restore (RFC 3915 §3.1)
	StatusAutoRenewPeriod          Status = "autoRenewPeriod"
	StatusAddPeriod                Status = "addPeriod"
	StatusRenewPeriod              Status = "renewPeriod"
	StatusTransferPeriod           Status = "transferPeriod"
	StatusServerHold               Status = "serverHold"
	StatusServerRenewProhibited    Status = "serverRenewProhibited"
	StatusServerTransferProhibited Status = "serverTransferProhibited"
	StatusClientHold               Status = "clientHold"
	StatusClientDeleteProhibited   Status = "clientDeleteProhibited"
	StatusExpired                  Status = "expired"     // .se/.nu: after expiry, still in the zone
	StatusDeactivated              Status = "deactivated" // .se/.nu: out of the zone, renewable by the holder
)

// TransferState is a transfer as the registry tells it (RFC 5731 §3.1.3).
type TransferState struct {
	Status    TransferStatus
	Incoming  bool   // we asked for it; false: another registrar asks for a name of ours
	Other     string // the other registrar's id
	ClTRID    string
	Requested time.Time
	ActsBy    time.Time // when silence counts as consent
	Reason    string
}

// TransferStatus is trStatus of RFC 5730 §2.8.
type TransferStatus string

// The transfer statuses.
const (
	TransferPending         TransferStatus = "pending"
	TransferClientApproved  TransferStatus = "clientApproved"
	TransferClientRejected  TransferStatus = "clientRejected"
	TransferClientCancelled TransferStatus = "clientCancelled"
	TransferServerApproved  TransferStatus = "serverApproved"
	TransferServerCancelled TransferStatus = "serverCancelled"
)

// Approved reports whether the transfer was done.
func (s TransferStatus) Approved() bool {
	return s == TransferClientApproved || s == TransferServerApproved
}

// Receipt is the registry's yes to a command.
type Receipt struct {
	Code    int    // EPP result code: 1000 done, 1001 accepted and pending
	Words   string // the registry's own words
	SvTRID  string // the registry's transaction id
	Created time.Time
	Expires time.Time // the expiry after the command, zero where the command does not touch it
	Fee     *Fee      // what we were charged, where the registry tells
	Secret  string    // an auth code set by the registry; never logged, never stored
	// SecDNS is the DNSSEC data that the name has afterwards, where a command had to look; else nil.
	SecDNS  *reseller.SecDNS
	Credits []Credit // what a deletion gives back to us, none of it if empty; nil where the registry does not tell
}

// Credit is a charge that a registry takes back with a deletion in the grace period of what was charged (RFC 3915 §3.1).
type Credit struct {
	ClTRID  string `json:"cltrid,omitempty"` // of the command that was charged; empty for a year that the registry had added by itself
	Command string `json:"command"`          // create, renew, transfer or autorenew
	Years   int    `json:"years"`            // that were charged; the name loses them
}

// Pending reports whether the registry decides later (RFC 5730 code 1001).
func (r Receipt) Pending() bool { return r.Code == CodePending }

// Create registers a name.
type Create struct {
	ClTRID      string
	Name        reseller.Name
	Years       int
	Nameservers []string
	Contacts    reseller.Contacts
	Fields      map[string]string // TLD-specific fields by canonical name
	SecDNS      reseller.SecDNS   // zero = not signed; for a registry that is a Signer
	Privacy     bool
	Lock        bool // set clientTransferProhibited with the registration
	FeeLimit    *Fee // the registry must refuse if it would charge more; nil = no limit
}

// Renew adds years. CurrentExpiry is frozen in the order, never read just before: it is what makes a repeat harmless.
type Renew struct {
	ClTRID        string
	Name          reseller.Name
	CurrentExpiry time.Time
	Years         int
	FeeLimit      *Fee
}

// Transfer asks for a name with its auth code, or by tag without one.
type Transfer struct {
	ClTRID   string
	Name     reseller.Name
	AuthCode string
	Years    int
	Contacts reseller.Contacts // set when the transfer is done; nil keeps them
	Fields   map[string]string
	// Nameservers is set when the transfer is done; nil keeps what the name has.
	Nameservers []string
	FeeLimit    *Fee
}

// Update changes what is not nil.
type Update struct {
	ClTRID      string
	Name        reseller.Name
	Nameservers *[]string
	Hosts       []reseller.Host   // the name's own child name servers; for a registry that takes their addresses with Nameservers
	Contacts    reseller.Contacts // nil = leave
	Fields      map[string]string // nil = leave
}

// Delete starts the TLD's deletion of a name.
type Delete struct {
	ClTRID string
	Name   reseller.Name
}
