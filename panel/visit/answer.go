package visit

import (
	"net/http"

	"nameyard/panel/page"
)

// Answer is what a page answers: a page, another place to go to, or a file.
type Answer struct {
	Page   string // name of the page: "account/domains"
	Title  string // in the person's language
	Block  string // the part of the page that a request of the script gets alone; "" = always the whole
	Data   any
	Form   page.Form
	Status int  // 0 = 200
	Secret bool // it has a secret in it that was not typed, so that it is not packed: its length is to tell nothing of that (BREACH)
	Enrols bool // it is there to make something to sign in by, so that it does not lead there
	To     string
	File   *File
	// Cookies are set with the answer.
	Cookies []*http.Cookie
}

// File is a download.
type File struct {
	Name string // as it is saved; "" = it is for the script
	Type string // media type
	Body []byte
	// Write writes the body by and by, where Body would be large.
	Write func(w http.ResponseWriter) error
}

// Show answers with a page.
func Show(name, title string, data any) Answer { return Answer{Page: name, Title: title, Data: data} }

// Part has the script get one block of the page alone, where it asks for a part.
func (a Answer) Part(block string) Answer {
	a.Block = block
	return a
}

// With puts a form on the page; one with errors is answered with 422.
func (a Answer) With(f page.Form) Answer {
	a.Form = f
	if f.Wrong() {
		a.Status = http.StatusUnprocessableEntity
	}
	return a
}

// Go answers a POST by sending the browser to a page of ours.
func Go(to string) Answer { return Answer{To: to} }

// Download answers with a file.
func Download(f File) Answer { return Answer{File: &f} }
