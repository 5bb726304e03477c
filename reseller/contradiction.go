package reseller

// Contradiction is a row that other rows of the books contradict, as the database finds it by comparing them.
type Contradiction struct {
	Kind    ContradictionKind
	ID      int64  // of the row, 0 where it has none
	Account int64  // whose it is, 0 if nobody's
	Name    string // what it is about: a name, an address, a number
	Detail  string // what contradicts it
}

// ContradictionKind says which rows contradict one another.
type ContradictionKind string

// The kinds. ID, Name and Detail are of the row that is named first.
const (
	LiveNameWrong      ContradictionKind = "live_name"          // domain: its state and its live name (Detail) do not fit
	ServersMisindexed  ContradictionKind = "nameservers"        // domain: a search by a name server (Detail) finds it wrongly, or does not; Name is "" if it does not exist
	TLDWrong           ContradictionKind = "tld"                // domain: its TLD (Detail) is not that of its name
	PendingForNobody   ContradictionKind = "pending_for_nobody" // domain: waits for an order, and none is unfinished
	OrderElsewhere     ContradictionKind = "order_elsewhere"    // order: its domain row is of account Detail or for another name
	OrderForNothing    ContradictionKind = "order_for_nothing"  // order: its domain row does not exist
	OrderHalfEnded     ContradictionKind = "order_half_ended"   // order: state and end time do not fit
	OrderMiscounted    ContradictionKind = "order_miscounted"   // order: counts in the day's spending for Detail, who did not place it
	InvoiceElsewhere   ContradictionKind = "invoice_elsewhere"  // invoice: its domain row is of account Detail
	NumberOfYear       ContradictionKind = "number_of_year"     // invoice: its number is not of the year Detail
	EventElsewhere     ContradictionKind = "event_elsewhere"    // event: its domain row is of account Detail
	MailElsewhere      ContradictionKind = "mail_elsewhere"     // mail: its domain row is of account Detail
	DeliveryElsewhere  ContradictionKind = "delivery_elsewhere" // webhook delivery: its event is account Detail's
	AccountMissing     ContradictionKind = "account_missing"    // row of table Detail: its account does not exist
	BalanceMissing     ContradictionKind = "balance_missing"    // account: has no balance row
	CurrencyWrong      ContradictionKind = "currency"           // row of table Detail: its currency is not its account's
	PaymentUncredited  ContradictionKind = "payment_uncredited" // card payment: is paid, and not credited once as it was received (Detail)
	PaymentStray       ContradictionKind = "payment_stray"      // entry: was posted for a card payment with the reference Detail, and none was paid
	InvoicedForNothing ContradictionKind = "invoiced"           // domain: says that its next term is invoiced, and it is not
	TokenUnrecorded    ContradictionKind = "token_unrecorded"   // token: no record that it was given like this
	TokenUnrevoked     ContradictionKind = "token_unrevoked"    // token: was revoked by the records, and is not
	WebhookUnrecorded  ContradictionKind = "webhook_unrecorded" // endpoint: no record that this address was given
	AccountUnrecorded  ContradictionKind = "account_unrecorded" // account: no record that it was made
	AccountLost        ContradictionKind = "account_lost"       // audit record of an account that does not exist
	ClosedUnrecorded   ContradictionKind = "closed_unrecorded"  // account: closed or open, and its last record says otherwise
	ClosedNotEmpty     ContradictionKind = "closed_not_empty"   // closed account: has what is in Detail
	AuthCodeKept       ContradictionKind = "auth_code_kept"     // order: has ended and keeps the auth code that came in with it
	CredentialOpen     ContradictionKind = "credential_open"    // token: is not kept as a hash
	EventsMissing      ContradictionKind = "events_missing"     // numbers of events: Detail of them are not there
	ReaderAhead        ContradictionKind = "reader_ahead"       // reader of events: has read beyond the last one
)
