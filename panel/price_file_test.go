package panel_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"nameyard/panel/page"
	"nameyard/panel/visit"
)

// sendsPrices sends a price list as a file: what would change is shown as if it had been pasted, and what is wrong with the file is said beside its field. It takes the
// place of what is pasted beside it; where none is chosen, a browser sends an empty one.
func (p *person) sendsPrices(at, list string) {
	p.Helper()
	for _, c := range []struct {
		name, file, pasted string
		status             int
		says               string
	}{
		{"prices.csv", "\ufeff" + list, "nothing", http.StatusOK, "Set 2 prices"},
		{"", "", list, http.StatusOK, "Set 2 prices"},
		{"", "", "", http.StatusUnprocessableEntity, `<a href="#field-list">Choose a file, or paste the list.</a>`},
		{"prices.csv", "tld,price\ncom,1\n", "", http.StatusUnprocessableEntity, `<a href="#field-list">nothing was set`},
		{"prices.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", list, http.StatusUnprocessableEntity, `<a href="#field-file">The file is no text in UTF-8`},
		{"prices.csv", strings.Repeat("com,USD\n", visit.MaxFile/8) + "x", "", http.StatusUnprocessableEntity, `<a href="#field-file">The file has more than 600 kB`},
	} {
		if a := p.sends(at, c.name, c.file, map[string]string{"list": c.pasted, "from": ""}); a.status != c.status || !strings.Contains(a.body, c.says) {
			p.Errorf("%s of %d bytes beside %q: %d\n%.3000s", c.name, len(c.file), c.pasted, a.status, seen(a.body))
		}
	}
}

// sends sends a form with a file in it.
func (p *person) sends(at, name, file string, fields map[string]string) answer {
	p.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, value := range fields {
		p.Must(form.WriteField(field, value))
	}
	p.Must(form.WriteField(page.WhoseField, *p.whose.Load()))
	w, err := form.CreateFormFile("file", name)
	p.Must(err)
	_, err = io.WriteString(w, file)
	p.Must(err)
	p.Must(form.Close())
	r, err := http.NewRequestWithContext(p.Context(), http.MethodPost, p.url+at, &body)
	p.Must(err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return p.asks(r)
}
