package words

// accounts are what the operator's pages say on which accounts are made and changed.
var accounts = map[string]message{
	"staff.new_account":   {"New account", "Nytt konto"},
	"staff.make_account":  {"Make the account", "Skapa kontot"},
	"staff.account_name":  {"Name of the reseller", "Återförsäljarens namn"},
	"staff.email_says":    {"What the reseller's programs sign in with, beside their tokens, and where mail goes.", "Det som återförsäljarens program loggar in med, tillsammans med sina nycklar, och dit e-post skickas."},
	"staff.currency":      {"Currency", "Valuta"},
	"staff.currency_says": {"Three letters, as in USD. It cannot be changed later.", "Tre bokstäver, som SEK. Den kan inte ändras senare."},
	"staff.tax_rate":      {"Tax, per cent", "Moms, procent"},
	"staff.tax_says":      {"Added to each line of an invoice, as in 25 or 8.1.", "Läggs på varje fakturarad, som 25 eller 8.1."},
	"staff.bad_tax":       {"Write per cent from 0 to 100 with at most four decimals, as in 25 or 8.1.", "Skriv procent från 0 till 100 med högst fyra decimaler, som 25 eller 8.1."},
	"staff.invite_owner":  {"Invite its owner at this address", "Bjud in ägaren på den här adressen"},
	"staff.invite_says":   {"With a link that signs in to the panel once.", "Med en länk som loggar in i panelen en gång."},
	"staff.settings":      {"Settings", "Inställningar"},
	"staff.settings_of":   {"Settings of %s", "Inställningar för %s"},
	"staff.rename_says":   {"With another address, the reseller's programs must sign in with that one from then on.", "Med en annan adress måste återförsäljarens program logga in med den från och med då."},
	"staff.owner":         {"Another owner", "En ägare till"},
	"staff.add_owner":     {"Invite an owner", "Bjud in en ägare"},
	"staff.revoke_says":   {"Whatever uses %s is refused from now on.", "Allt som använder %s avvisas från och med nu."},
}
