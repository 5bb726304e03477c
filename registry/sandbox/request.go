package sandbox

import (
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// request is a changing command in the form that a delayed one is kept in. It holds no secret: an auth code that comes
// in is hashed first.
type request struct {
	Op          operation         `json:"op"`
	ClTRID      string            `json:"cltrid,omitempty"`
	Years       int               `json:"years,omitempty"`
	Expiry      time.Time         `json:"expiry,omitzero"`
	Nameservers []string          `json:"nameservers,omitzero"` // nil = leave, as with the two below
	Contacts    reseller.Contacts `json:"contacts,omitzero"`
	Fields      map[string]string `json:"fields,omitzero"`
	Locked      bool              `json:"locked,omitempty"`
	Private     bool              `json:"private,omitempty"`
	Host        reseller.Host     `json:"host,omitzero"`
	Hosts       *[]reseller.Host  `json:"hosts,omitempty"` // of host attributes; nil = leave
	CodeHash    string            `json:"code_hash,omitempty"`
	Tag         string            `json:"tag,omitempty"`
	Reason      string            `json:"reason,omitempty"`
	FeeLimit    *registry.Fee     `json:"fee_limit,omitempty"`

	Handles map[reseller.Role]string `json:"handles,omitempty"` // of Contacts
	Held    bool                     `json:"held,omitempty"`
	Kept    bool                     `json:"kept,omitempty"`
	SecDNS  *reseller.SecDNS         `json:"secdns,omitempty"`
	Kind    registry.MessageKind     `json:"kind,omitempty"`  // of opAct
	By      string                   `json:"by,omitempty"`    // the registrar; empty = Sponsor
	Parts   []operation              `json:"parts,omitempty"` // of opChange
}

// operation is one thing that a command can do.
type operation string

// The operations.
const (
	opCreate      operation = "create"
	opRenew       operation = "renew"
	opTransfer    operation = "transfer"
	opCancel      operation = "transfer_cancel"
	opApprove     operation = "transfer_approve"
	opReject      operation = "transfer_reject"
	opUpdate      operation = "update"
	opLock        operation = "lock"
	opPrivacy     operation = "privacy"
	opAuthCode    operation = "authcode"
	opSetCode     operation = "set_authcode" // to one that the registrar chose
	opHold        operation = "hold"
	opKeep        operation = "keep"
	opSecDNS      operation = "secdns"
	opChange      operation = "change" // several of these at once
	opHostCreate  operation = "host_create"
	opHostUpdate  operation = "host_update"
	opHostDelete  operation = "host_delete"
	opDelete      operation = "delete"
	opRestore     operation = "restore"
	opRelease     operation = "release"
	opForeign     operation = "foreign"         // a name at another registrar appears
	opAway        operation = "away"            // another registrar asks for a name of ours
	opForeignYes  operation = "foreign_approve" // the losing registrar lets a name come to us
	opForeignNo   operation = "foreign_reject"
	opPush        operation = "foreign_push" // the losing registrar sets our tag
	opEndWithTerm operation = "end_with_term"
	opAct         operation = "act" // the registry does something by itself
)

// operations says for each operation which command of the fault filters it belongs to, and what carries it out. An
// operation checks everything before it changes anything, so that a refused one has no effect.
var operations = map[operation]struct {
	commands []string
	run      func(*transaction, request) (registry.Receipt, error)
}{
	opCreate:      {[]string{"create"}, (*transaction).create},
	opRenew:       {[]string{"renew"}, (*transaction).renew},
	opTransfer:    {[]string{"transfer"}, (*transaction).requestTransfer},
	opCancel:      {[]string{"transfer"}, (*transaction).cancelTransfer},
	opApprove:     {[]string{"transfer"}, (*transaction).approveTransfer},
	opReject:      {[]string{"transfer"}, (*transaction).rejectTransfer},
	opUpdate:      {[]string{"update"}, (*transaction).update},
	opLock:        {[]string{"lock", "update"}, (*transaction).lock},
	opPrivacy:     {[]string{"privacy", "update"}, (*transaction).shield},
	opAuthCode:    {[]string{"authcode"}, (*transaction).newAuthCode},
	opSetCode:     {[]string{"authcode"}, (*transaction).setAuthCode},
	opHold:        {[]string{"update"}, (*transaction).hold},
	opKeep:        {[]string{"update"}, (*transaction).keep},
	opSecDNS:      {[]string{"update"}, (*transaction).sign},
	opChange:      {nil, (*transaction).changeParts},
	opHostCreate:  {[]string{"host"}, (*transaction).createHost},
	opHostUpdate:  {[]string{"host"}, (*transaction).updateHost},
	opHostDelete:  {[]string{"host"}, (*transaction).deleteHost},
	opDelete:      {[]string{"delete"}, (*transaction).remove},
	opRestore:     {[]string{"restore"}, (*transaction).restore},
	opRelease:     {[]string{"release"}, (*transaction).release},
	opForeign:     {nil, (*transaction).addForeign},
	opAway:        {nil, (*transaction).requestAway},
	opForeignYes:  {nil, (*transaction).foreignApproves},
	opForeignNo:   {nil, (*transaction).foreignRejects},
	opPush:        {nil, (*transaction).foreignPushes},
	opEndWithTerm: {[]string{"update"}, (*transaction).endWithTerm},
	opAct:         {nil, (*transaction).act},
}
