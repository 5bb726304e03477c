package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"nameyard/reseller"
)

// commandPath is how far a command line was understood, with a blank behind it.
func commandPath(err error) string {
	var wrong *kong.ParseError
	if !errors.As(err, &wrong) || wrong.Context == nil {
		return ""
	}
	if node := wrong.Context.Selected(); node != nil {
		return strings.TrimPrefix(node.FullPath(), "nameyard ") + " "
	}
	for i := len(wrong.Context.Path) - 1; i >= 0; i-- {
		if node := wrong.Context.Path[i].Command; node != nil {
			return strings.TrimPrefix(node.FullPath(), "nameyard ") + " "
		}
	}
	return ""
}

// failures tells what went wrong and what to do, on the error output: in words, or as JSON for programs.
type failures struct {
	to   io.Writer
	json bool
}

// failureView is a failure as programs are told of it.
type failureView struct {
	Code    string `json:"code"` // stable; as the APIs have it, "usage" for a wrong command line, "failed" for what has none
	Message string `json:"message"`
	Param   string `json:"parameter,omitempty"` // the flag or argument at fault
	Cause   string `json:"cause,omitempty"`
	Exit    int    `json:"exit"`

	also string // what else is wrong, a line for each fault
}

// misused tells that a command line was not understood, and gives the exit code.
func (f failures) misused(err error) int {
	see := fmt.Sprintf("run \"nameyard %s--help\" to see how", commandPath(err))
	if f.json {
		return f.write(failureView{Code: "usage", Message: err.Error() + "; " + see, Exit: exitUsage})
	}
	fmt.Fprintf(printable{f.to}, "nameyard: %v\n%s\n", err, see)
	return exitUsage
}

// tell tells of a failure and gives the exit code.
func (f failures) tell(err error) int {
	v := failureView{Code: "failed", Message: err.Error(), Exit: exitRefused}
	var told *reseller.Error
	var silent *foundFaults
	switch {
	case errors.As(err, &silent):
		return exitRefused
	case errors.As(err, &told):
		told = told.Spelled(spelling)
		v.Code, v.Message, v.Param = told.Code, told.Words, told.Param
		if told.Cause != nil {
			v.Cause = told.Cause.Error()
		}
		if told.Kind == reseller.KindInvalid {
			v.Exit = exitUsage
		}
		for _, fault := range told.Also {
			v.also += "nameyard: " + fault.Words + "\n"
		}
	}
	if f.json {
		return f.write(v)
	}
	fmt.Fprintf(printable{f.to}, "nameyard: %s\n%s", v.Message, v.also)
	if v.Cause != "" {
		fmt.Fprintf(printable{f.to}, "  cause: %s\n", v.Cause)
	}
	return v.Exit
}

func (f failures) write(v failureView) int {
	// An error output that takes nothing leaves the exit code to tell.
	_ = output{w: f.to, json: true}.print(map[string]failureView{"error": v}, nil)
	return v.Exit
}

// wordsOf gives what an error tells the operator, without its cause.
func wordsOf(err error) string {
	var told *reseller.Error
	if errors.As(err, &told) {
		return told.Spelled(spelling).Words
	}
	return err.Error()
}

// foundFaults ends a command that has printed what it found.
type foundFaults struct{}

func (*foundFaults) Error() string { return "faults were found" }

// wrongUsage is an error of the command line itself: exit code 2.
func wrongUsage(format string, args ...any) error {
	return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, format, args...)
}

// refused is an error that the operator can do something about: exit code 1.
func refused(format string, args ...any) *reseller.Error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, format, args...)
}
