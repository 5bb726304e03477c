package page

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// WhoseField is the field of each form that changes something with the user to whom it was shown: in another tab of the same browser somebody else may sign in meanwhile.
const WhoseField = "whose"

// changing is the tag that begins a form that changes something.
var changing = regexp.MustCompile(`<form\b[^>]*\bmethod="post"[^>]*>`)

// signed puts the field into each form of a template that changes something.
func signed(text string) string { return changing.ReplaceAllString(text, "${0}{{whose}}") }

// whoseField is the field in the forms of a user, who may be nobody: those have none.
func whoseField(u reseller.User) template.HTML {
	if u.ID == 0 {
		return ""
	}
	return template.HTML(fmt.Sprintf(`<input type="hidden" name="%s" value="%s">`, WhoseField, template.HTMLEscapeString(Whose(u))))
}

// Whose is what forms say of the user to whom they were shown.
func Whose(u reseller.User) string { return strconv.FormatInt(u.ID, 10) + " " + u.Email }

// ReadWhose reads what a form says of the user to whom it was shown: an id, 0 if it says none, and an e-mail address to be told. It is what a browser has sent.
func ReadWhose(text string) (user int64, email string) {
	id, email, _ := strings.Cut(text, " ")
	user, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0, ""
	}
	return user, email
}
