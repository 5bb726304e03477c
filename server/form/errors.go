// Package form holds what the faces share in reading requests and in naming what is wrong with them.
package form

import "nameyard/reseller"

// The errors of parameters that a face reads itself carry the parameter's name as its clients know it.

// Missing makes the error of a required parameter that is absent or empty.
func Missing(param string) *reseller.Error {
	return reseller.Missing(reseller.Path(param)).Spelled(asIs)
}

// Invalid makes the error of a parameter that is present and wrong.
func Invalid(param, format string, args ...any) *reseller.Error {
	return Named(param, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, format, args...))
}

// Ambiguous makes the error of a parameter that is given several times with different values.
func Ambiguous(param, format string, args ...any) *reseller.Error {
	return Named(param, reseller.Errorf(reseller.KindInvalid, reseller.CodeAmbiguousParameter, format, args...))
}

// Named gives an error, which must not be nil, as one of a parameter, whatever part of the request it names itself.
func Named(param string, err error) *reseller.Error {
	e := *reseller.AsError(err)
	e.Param = param
	return &e
}

// asIs is the spelling of what is spelled already.
var asIs = reseller.Spelling{Param: func(p reseller.Path) string { return string(p) }, Action: func(h reseller.Hint) string { return string(h) }}
