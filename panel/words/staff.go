package words

var staff = map[string]message{
	"staff.accounts":     {"Accounts", "Konton"},
	"staff.col_account":  {"Account", "Konto"},
	"staff.col_email":    {"E-mail address", "E-postadress"},
	"staff.col_currency": {"Currency", "Valuta"},
	"staff.view":         {"View as reseller", "Visa som återförsäljare"},
}
