package v2

import (
	"fmt"

	"nameyard/actions"
	"nameyard/reseller"
)

// success is the answer where there is nothing else to tell. Clients look at one key or another for a yes, and take a bare text or
// an object without keys for a failure, after the money is spent.
type success struct {
	Success bool   `json:"success"`
	Result  string `json:"result"`
	Status  string `json:"status"`
	Message string `json:"message"`
	Pending bool   `json:"pending,omitempty"` // the order is taken and not confirmed by the registry
}

// yes is a success with its message.
func yes(message string) success {
	return success{Success: true, Result: "success", Status: "success", Message: message}
}

// done answers that something is done, and what.
func done[R any](words string) func(R) any {
	return func(R) any { return yes(words) }
}

// savedNameservers says what else a change of name servers meant.
func savedNameservers(s actions.NameserversSaved) any {
	words := "The name servers have been saved."
	if s.Unsigned {
		words += " " + reseller.UnsignedWords
	}
	return yes(words)
}

// savedRecords says what of the records does not work as it is meant.
func savedRecords(all actions.DNSRecords) any {
	return noticed("The DNS records have been saved.", all.Notice)
}

// noticed says that something is done, and what else there is to know.
func noticed(words, notice string) any {
	if notice != "" {
		words += " " + notice + "."
	}
	return yes(words)
}

// savedForwards says why forwards have no effect that have none.
func savedForwards(e actions.EmailForwards) any {
	return noticed("The e-mail forwards have been saved.", e.Notice)
}

// registered answers the order of a new name.
func registered(r actions.Ordered) any {
	s := yes("Domain has been registered")
	if r.Order.State != reseller.OrderDone {
		s = pending("Domain registration", r.Order)
	}
	if r.Notice != "" {
		s.Message += ". " + r.Notice
	}
	return s
}

// transferring answers as soon as the registry has taken the request; how it ends days later, transfersync tells.
func transferring(r actions.Ordered) any {
	if s := r.Order.State; s == reseller.OrderDone || s == reseller.OrderPending {
		return yes("Domain transfer initiated successfully.")
	}
	return pending("Domain transfer", r.Order)
}

// pending answers an order that the registry has not confirmed in time.
func pending(what string, o reseller.Order) success {
	s := yes(fmt.Sprintf("%s is pending (order %d)", what, o.ID))
	s.Pending = true
	return s
}
