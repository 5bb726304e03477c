package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
)

// frameStyle makes the frame fill the window.
const frameStyle = "html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block;overflow:hidden}"

// The pages. html/template escapes what is put in, by its place.
var (
	framePage = template.Must(template.New("frame").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Host}}</title>
<style>` + frameStyle + `</style>
</head>
<body><iframe src="{{.Target}}" title="{{.Host}}" allowfullscreen></iframe></body>
</html>
`))
	movedPage = template.Must(template.New("moved").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Moved</title></head>
<body><p>This page is at <a href="{{.Target}}">{{.Target}}</a>.</p></body>
</html>
`))
	sorryPage = template.Must(template.New("sorry").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.Title}}</title></head>
<body><h1>{{.Title}}</h1><p>{{.Text}}</p></body>
</html>
`))
)

// page writes a page. What the browser may do with it is forbidden unless the caller has allowed some of it.
func page(w http.ResponseWriter, status int, t *template.Template, content map[string]string) {
	var body bytes.Buffer
	if err := t.Execute(&body, content); err != nil {
		http.Error(w, "this page cannot be written", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	if header.Get("Content-Security-Policy") == "" {
		header.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	}
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(body.Len()))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer-when-downgrade")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a visitor who has gone needs no answer
}

// sorry says in plain words why there is nothing here.
func sorry(w http.ResponseWriter, status int, title, text string) {
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	page(w, status, sorryPage, map[string]string{"Title": title, "Text": text})
}

// styleHash is how a Content-Security-Policy allows one style sheet in a page (CSP Level 3 §2.3.1).
func styleHash(style string) string {
	sum := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(sum[:])
}
