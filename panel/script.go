package panel

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// isScript reports whether a request is a question of the script, which cannot show a page.
func isScript(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }

// toScript is what the script is told in place of an answer: where to go, or what is wrong, in the person's language.
type toScript struct {
	To      string `json:"to,omitempty"`
	Problem string `json:"problem,omitempty"`
}

func (p *Panel) sendToScript(w http.ResponseWriter, status int, what toScript) {
	body, err := json.Marshal(what)
	if err != nil { // text alone cannot fail
		panic(err)
	}
	p.headers(w)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		p.log.Debug("the browser is gone", "err", err)
	}
}
