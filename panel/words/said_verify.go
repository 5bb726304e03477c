package words

// saidOfVerify are the rules that the books are held against, in Swedish.
var saidOfVerify = map[string]string{
	"the postings of every entry sum to zero, and so does the ledger":                                                            "varje verifikations poster summerar till noll, och det gör huvudboken med",
	"no balance is below zero; what is held is what unfinished orders reserve":                                                   "inget saldo är under noll; det reserverade är det som pågående ordrar reserverar",
	"every balance row is the sum of its journal, in the currency of its account":                                                "varje saldo är summan av sin journal, i kontots valuta",
	"every hold is resolved exactly once, and no order waits for ever":                                                           "varje reservation avslutas exakt en gång, och ingen order väntar för evigt",
	"one unfinished order per key, one unrefunded charge per registration and term":                                              "en pågående order per nyckel, en icke återbetald debitering per registrering och period",
	"every charge has its effect at the registry, every effect its charge, every refund its refunded deletion":                   "varje debitering har sin verkan hos registret, varje verkan sin debitering, varje återbetalning sin återbetalda radering",
	"what was done is still there: every name in one live row, as its registry has it":                                           "det som gjorts finns kvar: varje domän i en levande rad, så som registret har den",
	"done means that the registry did it, refused that it did not":                                                               "utfört betyder att registret gjorde det, nekat att det inte gjorde det",
	"an order that was refused cost nothing":                                                                                     "en nekad order kostade ingenting",
	"nothing crosses accounts: orders, invoices, events, mails and credentials are of the account they are about":                "inget går mellan konton: ordrar, fakturor, händelser, mejl och inloggningsuppgifter hör till kontot som de gäller",
	"what has a record in the audit log is as recorded, and the log is whole: each record chained to the one before by its hash": "det som finns i granskningsloggen är som det noterats, och loggen är hel: varje post kedjad till den föregående med sitt hashvärde",
	"registry expiry grows by paid years only and is ours; paid-through is what was charged":                                     "registrets utgångsdatum växer bara med betalda år och är vårt; betalt till är det som debiterats",
	"credentials are kept as hashes, and no auth code outlives its order":                                                        "inloggningsuppgifter sparas som hashvärden, och ingen auktoriseringskod överlever sin order",
	"one invoice per charge and one credit note per refund, with equal lines and sums, numbered without a gap":                   "en faktura per debitering och en kreditfaktura per återbetalning, med lika rader och summor, numrerade utan luckor",
}
