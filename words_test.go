package nameyard_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"testing"
)

// private are words of this project's own past that a comment must not use, and what to say instead.
var private = map[*regexp.Regexp]string{
	regexp.MustCompile(`\b[Tt]ells whether\b`):                                    `"reports whether"`,
	regexp.MustCompile(`\b[Ss]eed: [A-Z]|\b[Bb]eyond the (seed|protocol)\b`):      `"WHMCS add-on action X", or "an extension of the protocol"`,
	regexp.MustCompile(`\b([Dd]esk|[Oo]ffice|[Yy]ard|[Gg]oodbye|[Ff]urnish)s?\b`): "the field's word",
	regexp.MustCompile(`^T\d+\.?\n$`):                                             "a sentence that says what is proved; the number may stand beside it",
}

func TestCommentsSpeakTheFieldsWords(t *testing.T) {
	eachParsedFile(t, func(file string, parsed *ast.File, positions *token.FileSet) {
		if file == "words_test.go" {
			return
		}
		for _, comment := range parsed.Comments {
			text := comment.Text()
			for word, instead := range private {
				if found := word.FindString(text); found != "" {
					t.Errorf("%s: %q: say %s", positions.Position(comment.Pos()), found, instead)
				}
			}
		}
	})
}
