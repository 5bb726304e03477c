package account

import (
	"strings"
	"testing"

	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// How to pay in is said in the operator's words: line by line, as text, in the language that there is. Without words, the page says whom
// to ask and makes none up.
func TestPayingInIsSaidInTheOperatorsWordsOrNotAtAll(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	both := map[string]string{"en": " Pay to 12-34.\n\n<a href=\"//evil\">Then</a> wait.\n", "sv": "Betala till 12-34."}
	for _, c := range []struct {
		texts map[string]string
		email string
		read  words.Language
		want  string
	}{
		{both, "shop@example.net", words.English, "<p class=\"lines\">Pay to 12-34.\n\n&lt;a href=&#34;//evil&#34;&gt;Then&lt;/a&gt; wait.</p>"},
		{both, "", words.Swedish, `<p class="lines">Betala till 12-34.</p>`},
		{map[string]string{"en": "Only English.", "sv": " \n"}, "", words.Swedish, `<p class="lines">Only English.</p>`},
		{map[string]string{"sv": "Bara svenska."}, "", words.English, `<p class="lines">Bara svenska.</p>`},
		{nil, "shop@example.net", words.English, `<p>Ask The &lt;Shop&gt; at shop@example.net how credit is paid in.</p>`},
		{map[string]string{"en": "\n"}, "", words.Swedish, `<p>Fråga The &lt;Shop&gt; hur du fyller på saldot.</p>`},
	} {
		p := Pages{PaymentText: c.texts, SellerEmail: c.email}
		body, err := pages.Write("account/credit", "content", page.View{
			Language: c.read, Brand: "The <Shop>", Account: reseller.Account{Email: "reseller@example.com"},
			Data: creditPage{HowToPay: p.howToPay(string(c.read)), AskAt: p.SellerEmail},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, section, _ := strings.Cut(string(body), `id="paying-in"`)
		if !strings.Contains(section, c.want) || !strings.Contains(section, "<strong>reseller@example.com</strong>") || strings.Contains(section, `<a href="//`) {
			t.Errorf("%v in %s: %s", c.texts, c.read, section)
		}
	}
}

// Where the credit does not last, the overview leads to where what is missing is paid in; where it does, it does not.
func TestOverviewLeadsToPayingInWhereTheCreditDoesNotLast(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	for available, leads := range map[int64]bool{499: true, 500: false} {
		d := overviewData{Names: 1, Forecast: reseller.Forecast{Currency: "USD", Available: available, Total: 500, Count: 1}}
		body, err := pages.Write("account/overview", "content", page.View{Language: words.English, Data: d})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), `href="/panel/credit/pay/?amount=0.01"`) != leads {
			t.Errorf("with %d of 500: %s", available, body)
		}
	}
}
