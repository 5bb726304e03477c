package notices_test

import (
	"strings"
	"testing"

	"nameyard/notices"
)

// Mails end with who sends them, as far as the operator has said, and with no line that says nothing.
func TestMailsEndWithTheSeller(t *testing.T) {
	t.Parallel()
	texts, err := notices.LoadTemplates("")
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{
		"en": "-- \nYard AB\nBox 1\n111 22 Stockholm\nVAT no. SE556000000001\nThis is an automatic message.",
		"sv": "-- \nYard AB\nBox 1\n111 22 Stockholm\nMomsreg.nr SE556000000001\nDet här är ett automatiskt meddelande.",
	} {
		facts := notices.Facts{House: "Yard AB", Address: []string{"Box 1", "111 22 Stockholm"}, VAT: "SE556000000001"}
		page, err := texts.Render(language, "registered", facts)
		if err != nil || !strings.HasSuffix(strings.TrimSpace(page.Text), want) || !strings.Contains(page.HTML, "111 22 Stockholm") {
			t.Errorf("%s: %v\n%s\n%s", language, err, page.Text, page.HTML)
		}
		facts.Address, facts.VAT = nil, ""
		if page, err = texts.Render(language, "registered", facts); err != nil || !strings.Contains(page.Text, "-- \nYard AB\n"+want[strings.LastIndex(want, "\n")+1:]) {
			t.Errorf("%s without: %v\n%s", language, err, page.Text)
		}
	}
}
