package view

import (
	"fmt"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/training"
)

// Roll is a training's sign-in as its screen shows it.
type Roll struct {
	Number, Topic, Place string
	Signed, Invited      int
	List                 []training.Participant // in the order of signing
	Closed               string                 // why nobody can sign in any more, "" they can
}

// RollOf reads it off a training's page.
func RollOf(s app.Shown) Roll {
	r := Roll{Number: s.Number, Topic: text(s, "topic"), Place: text(s, "place"), Invited: int(ledger.Fields(s.Fields).Int("invited"))}
	for _, line := range ledger.Lines(s.Fields["participants"]) {
		if p, err := training.Parse(line); err == nil {
			r.List = append(r.List, p)
		}
	}
	r.Signed = len(r.List)
	sign, _ := training.Kind.Action("sign-in")
	if !sign.Leads(s.State) {
		r.Closed = "这场培训" + training.Kind.StateLabel(s.State) + "，不能再签到"
	}
	return r
}

// Count writes how many have signed in, and of how many: 57／120.
func (r Roll) Count() string {
	if r.Invited == 0 {
		return fmt.Sprintf("%d 人", r.Signed)
	}
	return fmt.Sprintf("%d／%d", r.Signed, r.Invited)
}

// Has reports whether someone of that name and unit has signed in.
func (r Roll) Has(p training.Participant) bool {
	return slices.ContainsFunc(r.List, func(o training.Participant) bool { return bareName(o) == bareName(p) })
}

func bareName(p training.Participant) string {
	return strings.Join(strings.Fields(p.Name), "") + "\x00" + strings.Join(strings.Fields(p.Unit), "")
}

// Attendee is someone offered while a name is typed.
type Attendee struct {
	training.Participant
	Signed, New bool
}

// Words name them: 李芳　养老科.
func (a Attendee) Words() string {
	if a.Unit == "" {
		return a.Name
	}
	return a.Name + "　" + a.Unit
}

// Note says what pressing them would do.
func (a Attendee) Note() string {
	switch {
	case a.Signed:
		return "已签到"
	case a.New:
		return "新名字，按文字保存"
	}
	return ""
}

// Offer finds, among those known, whom a few characters mean, by name or pinyin; those who have not signed in yet come first, whose name
// is typed whole before others. The last is a new name, as typed: 姓名，单位，所属方.
func (r Roll) Offer(known []training.Participant, typed string, most int) (out []Attendee) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil
	}
	var whole, signed []Attendee
	fresh, err := training.Parse(typed)
	exact := false
	for _, p := range known {
		if len(out) >= most && len(whole) > 0 {
			break
		}
		a := Attendee{Participant: p, Signed: r.Has(p)}
		switch {
		case bareName(p) == bareName(fresh) || p.Name == typed && fresh.Unit == "":
			whole, exact = append(whole, a), exact || bareName(p) == bareName(fresh)
		case !Like(p.Name, typed):
		case a.Signed:
			signed = append(signed, a)
		default:
			out = append(out, a)
		}
	}
	out = append(append(whole, out...), signed...)
	out = out[:min(len(out), most)]
	if err == nil && !exact && hasHan(fresh.Name) {
		out = append(out, Attendee{Participant: fresh, New: true, Signed: r.Has(fresh)})
	}
	return out
}

// hasHan reports whether a name is more than the letters people seek by.
func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x2E80 || r == '·' })
}

// Nth says the how manieth someone was: 第 57 位.
func Nth(n int) string { return fmt.Sprintf("第 %d 位", n) }
