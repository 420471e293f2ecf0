package app

import (
	"strings"

	"opsledger/app/rule/digest"
	"opsledger/app/rule/privacy"
)

// As is the report as it would read with sections written so, by key, before anything is saved: what a preview shows.
// A version is shown as the draft of the next. Personal data in what is written is masked as it will be.
func (rep Report) As(written map[string]string) Report {
	if rep.Version > 0 {
		rep.Version, rep.Status = 0, Drafted
	}
	rep.Edit(asKept(written, rep.Revealed))
	return rep
}

// asKept are sections as a report takes them in.
func asKept(written map[string]string, reveal bool) digest.Written {
	hide := privacy.Scrub
	if reveal {
		hide = strings.TrimSpace
	}
	return digest.Written{Work: hide(written["work"]), Problems: hide(written["problems"]), Next: hide(written["next"]), More: hide(written["more"])}
}
