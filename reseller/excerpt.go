package reseller

import (
	"fmt"
	"unicode/utf8"
)

// maxQuoted is how many letters of a caller's input an error quotes.
const maxQuoted = 60

// excerpt is a text among the arguments of an error's words: %q writes its beginning only, every other verb the whole. A
// caller's input is quoted, so no error grows with what was sent; what we composed ourselves is not.
type excerpt string

// Format writes the text, clipped where it is quoted.
func (e excerpt) Format(state fmt.State, verb rune) {
	text := string(e)
	if verb == 'q' {
		text = clip(text)
	}
	_, _ = fmt.Fprintf(state, fmt.FormatString(state, verb), text)
}

// excerpts makes excerpts of the texts among args.
func excerpts(args []any) []any {
	wrapped := make([]any, len(args))
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			arg = excerpt(text)
		}
		wrapped[i] = arg
	}
	return wrapped
}

// clip gives the first letters of a long text with an ellipsis behind them, and a short one as it is.
func clip(text string) string {
	if len(text) <= maxQuoted {
		return text
	}
	end := 0
	for range maxQuoted {
		_, size := utf8.DecodeRuneInString(text[end:])
		if end += size; end == len(text) {
			return text
		}
	}
	return text[:end] + "…"
}
