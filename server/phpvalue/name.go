package phpvalue

import "strings"

// step is one part of a parameter name: `a`, `[b]` or `[]`.
type step struct {
	key  string
	next bool // `[]`: the next free index
}

// splitName takes a decoded parameter name apart by PHP's rules and appends its
// steps to path: none if PHP would ignore the parameter. It is false if there
// are more brackets than [MaxBrackets].
//
// The rules: leading spaces do not count, a NUL byte ends the name, spaces and
// dots before the first bracket become underscores. A bracket that is never
// closed becomes an underscore if it is the first, and ends the name if it is
// not; so does whatever follows a `]` but is not a `[`.
func splitName(name string, path []step) (steps []step, ok bool) {
	name = strings.TrimLeft(name, " ")
	name, _, _ = strings.Cut(name, "\x00")
	open := strings.IndexByte(name, '[')
	if name == "" || open == 0 {
		return nil, true
	}
	if open < 0 {
		return append(path, step{key: plainName.Replace(name)}), true
	}
	path = append(path, step{key: plainName.Replace(name[:open])})
	rest := name[open:]
	for strings.HasPrefix(rest, "[") {
		next, length := bracket(rest)
		if length == 0 && len(path) == 1 {
			path[0].key = plainName.Replace(name)
		}
		if length == 0 {
			break
		}
		if len(path) > MaxBrackets {
			return nil, false
		}
		path = append(path, next)
		rest = rest[length:]
	}
	return path, true
}

// plainName gives what PHP makes of the characters that a variable name cannot
// have.
var plainName = strings.NewReplacer(" ", "_", ".", "_", "[", "_")

// bracket reads the bracket that rest begins with and gives its length, 0 if it
// is not closed. A bracket with a single blank in it counts as empty.
func bracket(rest string) (step, int) {
	blank := 0
	if len(rest) > 1 && strings.IndexByte(" \t\n\v\f\r", rest[1]) >= 0 {
		blank = 1
	}
	end := strings.IndexByte(rest[1+blank:], ']')
	if end < 0 {
		return step{}, 0
	}
	if end == 0 {
		return step{next: true}, blank + 2
	}
	return step{key: rest[1 : 1+blank+end]}, blank + end + 2
}
