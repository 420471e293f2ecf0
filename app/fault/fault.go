// Package fault owns the errors people see: a stable code, and the Chinese wording in three parts: what happened,
// what was kept, what to do next. Anyone may import it; it imports nothing of this program.
package fault

import (
	"errors"
	"fmt"
)

// Code names a kind of failure; scripts decide by it.
type Code string

// Fault is an error with its wording. Message says what happened.
type Fault struct {
	Code    Code
	Message string
	Kept    string
	Remedy  string
	Err     error // the cause, for the log; never shown
}

// Error gives the three parts on one line.
func (f *Fault) Error() string {
	s := f.Message
	for _, part := range []string{f.Kept, f.Remedy} {
		if part != "" {
			s += "。" + part
		}
	}
	return s
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

// New words a failure by its code; args fill the code's message.
func New(code Code, args ...any) *Fault {
	w, ok := wording[code]
	if !ok {
		w = wording[Internal]
	}
	f := &Fault{Code: code, Message: w.message, Kept: w.kept, Remedy: w.remedy}
	if len(args) > 0 {
		f.Message = fmt.Sprintf(w.message, args...)
	}
	return f
}

// Because adds the cause.
func (f *Fault) Because(err error) *Fault {
	f.Err = err
	return f
}

// With replaces the remedy where the place knows a better one.
func (f *Fault) With(remedy string) *Fault {
	f.Remedy = remedy
	return f
}

// Of gives the fault in a chain, or an Internal one that hides what people can't use.
func Of(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New(Internal).Because(err)
}

// Is reports whether an error is a fault of a code.
func Is(err error, code Code) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == code
}

// Barred reports whether an error says that an account may not do what it tried, be it for its roles or for its certificate.
func Barred(err error) bool {
	var f *Fault
	return errors.As(err, &f) && barred[f.Code]
}

var barred = map[Code]bool{NotAllowed: true, NoCertificate: true, KeyRevoked: true, KeySuspended: true}
