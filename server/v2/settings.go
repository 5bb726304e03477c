package v2

import (
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/server/form"
)

func decodeGetNameservers(p *Params) actions.GetNameservers {
	return actions.GetNameservers{Name: p.name()}
}

// encodeNameservers writes the name servers that there are, as ns1 and so on.
func encodeNameservers(list []string) any {
	out := ordered{}
	for i, host := range list {
		out = append(out, pair{"ns" + strconv.Itoa(i+1), host})
	}
	return out
}

func decodeSaveNameservers(p *Params) actions.SaveNameservers {
	return actions.SaveNameservers{Name: p.name(), Nameservers: p.nameservers()}
}

func decodeRegisterHost(p *Params) actions.RegisterNameserver {
	return actions.RegisterNameserver{Name: p.name(), Host: p.Required("nameserver"), Addresses: p.RequiredTexts("ipaddress")}
}

func decodeModifyHost(p *Params) actions.ModifyNameserver {
	return actions.ModifyNameserver{
		Name: p.name(), Host: p.Required("nameserver"), Current: p.Required("currentipaddress"), New: p.RequiredTexts("newipaddress"),
	}
}

func decodeDeleteHost(p *Params) actions.DeleteNameserver {
	return actions.DeleteNameserver{Name: p.name(), Host: p.Required("nameserver")}
}

func decodeGetLock(p *Params) actions.DomainGetLockingStatus {
	return actions.DomainGetLockingStatus{Name: p.name()}
}

// encodeLock is a bare string. Unknown makes billing systems hide the lock of a TLD that has none.
func encodeLock(s actions.LockingStatus) any {
	switch {
	case !s.Supported:
		return "Unknown"
	case s.Locked:
		return "locked"
	}
	return "unlocked"
}

// decodeSetLock reads lockstatus. Only a word that is known, or a lockstatus that is there and empty, lifts a lock: clients write
// false so. Anything else is refused.
func decodeSetLock(p *Params) actions.DomainUpdateLockingStatus {
	const name = "lockstatus"
	r := actions.DomainUpdateLockingStatus{Name: p.name()}
	v, ok := p.Find(name)
	if !ok {
		p.Fail(form.Missing(name))
		return r
	}
	switch strings.ToLower(strings.TrimSpace(p.Scalar(v, name))) {
	case "locked", "lock":
		r.Locked = true
	case "unlocked", "unlock":
	default:
		r.Locked = p.Flag(v, name)
	}
	return r
}

// decodePrivacy reads status: 1 hides the contacts, 0 or nothing shows them.
func decodePrivacy(p *Params) actions.IDProtectToggle {
	const name = "status"
	r := actions.IDProtectToggle{Name: p.name()}
	v, ok := p.Find(name, "idprotection")
	if !ok {
		p.Fail(form.Missing(name))
		return r
	}
	r.Private = p.Flag(v, name)
	return r
}
