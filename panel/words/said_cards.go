package words

// saidOfCards is what payments by card say, in Swedish by their English form.
var saidOfCards = map[string]string{
	"card payment":     "kortbetalning",
	"automatic top-up": "automatisk påfyllning",
	"reference %.60q has posted another amount; nothing was changed": "referensen %s har bokfört ett annat belopp; inget ändrades",
	"%s is not ASCII text": "%s är inte ASCII-text",
	"%d card payments were begun today, which is as many as may be; nothing was done: pay by bank, or try again tomorrow (UTC)": "%d kortbetalningar har påbörjats i dag, vilket är så många som får vara; inget gjordes: betala via banken, eller försök igen i morgon (UTC)",
	"%d card payments need a person: nameyard payment list --needs-you":                                                         "%d kortbetalningar behöver en person: nameyard payment list --needs-you",
	"1 card payment needs a person: nameyard payment list --needs-you":                                                          "1 kortbetalning behöver en person: nameyard payment list --needs-you",
	"the key of the payment provider is one for tests: card payments move no money, and give credit all the same":               "betaltjänstens nyckel är till för tester: kortbetalningar flyttar inga pengar men ger saldo ändå",
	"it was received and is not credited: refund it at the provider, or credit it":                                              "den är mottagen men inte bokförd: återbetala den hos betaltjänsten, eller bokför den",
	"the provider has refunded it: take the amount from the account, if that is meant":                                          "betaltjänsten har återbetalat den: dra beloppet från kontot, om det är meningen",
	"the bank of the card takes it back: answer at the provider; if the dispute is lost, take the amount from the account":      "kortets bank tar tillbaka den: svara hos betaltjänsten; förloras tvisten, dra beloppet från kontot",
	"there is no card payment %d; \"nameyard payment list\" shows them":                                                         "det finns ingen kortbetalning %d; \"nameyard payment list\" visar dem",
	"%s is %q, it must be open, paid, expired, declined or stranded":                                                            "%s är %s, det ska vara open, paid, expired, declined eller stranded",
	"there is no such card payment": "det finns ingen sådan kortbetalning",
	"this form has begun another card payment already; nothing was done: open the page anew": "det här formuläret har redan påbörjat en annan kortbetalning; inget gjordes: öppna sidan på nytt",
	"%s is more than a card payment may be, %s":                                              "%s är mer än en kortbetalning får vara, %s",
	"%s is less than a card payment may be, %s":                                              "%s är mindre än en kortbetalning får vara, %s",
	"%s cannot be paid by card":                                                              "%s kan inte betalas med kort",
	"%s cannot be paid by card: the amount must be rounded":                                  "%s kan inte betalas med kort: beloppet måste avrundas",
	"the message is not signed with a secret that is known here, or it is too old":           "meddelandet är inte signerat med en hemlighet som är känd här, eller för gammalt",
	"there is no saved card; nothing was changed: pay once by card and have it saved":        "det finns inget sparat kort; inget ändrades: betala en gång med kort och låt det sparas",
	"the amount below which the card is charged must be more than zero":                      "beloppet som kortet debiteras under måste vara mer än noll",
	"the most in a month, %s, is less than one charge, %s":                                   "det högsta per månad, %s, är mindre än en debitering, %s",
}
