package verify

// page is where the invariants are explained, each under an anchor of its name ("#i7").
const page = "docs/verify.md"

// rule is an invariant as this package keeps it.
type rule struct {
	id, title string
	untold    string // what of it the books cannot tell, and where else it is proved; empty = nothing
	needsLog  string // what is left unchecked where no registry keeps an effect log
}

const noLog = "no registry here keeps an effect log"

// rules are in the order of the report.
var rules = []rule{
	{id: "I1", title: "the postings of every entry sum to zero, and so does the ledger"},
	{id: "I2", title: "no balance is below zero; what is held is what unfinished orders reserve",
		untold: "that no balance was below zero in between: the database itself refuses that"},
	{id: "I3", title: "every balance row is the sum of its journal, in the currency of its account"},
	{id: "I4", title: "every hold is resolved exactly once, and no order waits for ever"},
	{id: "I5", title: "one unfinished order per key, one unrefunded charge per registration and term"},
	{id: "I6", title: "every charge has its effect at the registry, every effect its charge, every refund its refunded deletion",
		untold: "whose money it is that a registry gives back for a name that had moved between accounts", needsLog: noLog},
	{id: "I7", title: "what was done is still there: every name in one live row, as its registry has it",
		untold:   "TLD-specific fields and auth codes, which a registry does not show",
		needsLog: noLog + ", so no name was held against a registry"},
	{id: "I8", title: "done means that the registry did it, refused that it did not",
		untold: "what callers were told: tests prove that", needsLog: noLog},
	{id: "I9", title: "an order that was refused cost nothing"},
	{id: "I10", title: "nothing crosses accounts: orders, invoices, events, mails and credentials are of the account they are about",
		untold: "what faces show to whom: tests prove that"},
	{id: "I11", title: "what has a record in the audit log is as recorded, and the log is whole: each record chained to the one before by its hash",
		untold: "whether its chains were written anew as a whole: hold them against a head that was kept elsewhere (audit verify --head)"},
	{id: "I12", title: "registry expiry grows by paid years only and is ours; paid-through is what was charged",
		needsLog: noLog + ", so only what renewals say of one another was checked"},
	{id: "I13", title: "credentials are kept as hashes, and no auth code outlives its order",
		untold: "logs, answers, URLs and memory, which are not in the books: tests prove that"},
	{id: "I14", title: "one invoice per charge and one credit note per refund, with equal lines and sums, numbered without a gap"},
}
