// Package presence says who is with the team on a day and what is wrong with it: fewer than three on site, no or more than one
// project manager or provincial liaison (R002, R068, R069, R084, R085; A15); and what people lack: PCs, the secrecy
// agreement (R083, R116, R151). It is pure, over records' facts and a calendar.
package presence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/person"
	"opsledger/app/rule/worktime"
)

// Least is how many must be on site on a working day (R068); the liaison and those behind the site are not among them (A15).
const Least = 3

// Member is one person of the roster.
type Member struct {
	ID       ledger.RecordID
	Number   string
	Name     string
	Role     string // as it stands
	Core     bool
	Company  string
	Contact  string // visible to all (R085)
	Reach    bool   // a telephone or a contact is known
	Promised bool   // in the bid (R151)
	Expected ledger.Day
	State    ledger.State
	Secrecy  ledger.Day // when the agreement was signed; "" not
	Facts    person.Facts
}

// OnSite reports whether a role works on site.
func OnSite(role string) bool { return role != person.Liaison && role != person.Backend }

// Present is one person on a day.
type Present struct {
	Record  ledger.RecordID `json:"record"`
	Number  string          `json:"number"`
	Name    string          `json:"name"`
	Role    string          `json:"role"`
	Core    bool            `json:"core"`
	Company string          `json:"company,omitempty"`
	Contact string          `json:"contact,omitempty"`
	OnSite  bool            `json:"on_site"`         // the role works on site and the person is not on leave all day
	Leave   string          `json:"leave,omitempty"` // 全天, 上午, 下午
}

// Day is who is there on a day. Count is the smaller of its two halves.
type Day struct {
	Date    ledger.Day `json:"date"`
	Workday bool       `json:"workday"`
	People  []Present  `json:"people"`
	Count   int        `json:"on_site"`
	Short   bool       `json:"short"` // a working day with fewer than Least
	Faults  []string   `json:"faults"`
}

// Roster is who there is, and who is on granted leave.
type Roster struct {
	Members []Member
	Leaves  map[string][]attendance.LeaveFacts // granted, by name
	Least   int                                // on site on a working day; 0: as the contract's text says
}

func (r Roster) least() int {
	if r.Least > 0 {
		return r.Least
	}
	return Least
}

// On says who is there on a day.
func (r Roster) On(date time.Time, cal *worktime.Calendar) Day {
	d := Day{Date: ledger.Day(worktime.DayOf(date, cal.Zone)), Workday: cal.Workday(date), People: []Present{}, Faults: []string{}}
	there := [2]int{}
	reach := false
	for _, m := range r.Members {
		role, ok := m.Facts.On(d.Date)
		if !ok {
			continue
		}
		p := Present{Record: m.ID, Number: m.Number, Name: m.Name, Role: role, Core: m.Core, Company: m.Company, Contact: m.Contact}
		away := r.away(m.Name, d.Date)
		p.Leave = away.word()
		p.OnSite = OnSite(role) && away != [2]bool{true, true}
		for i := range there {
			if OnSite(role) && !away[i] {
				there[i]++
			}
		}
		reach = reach || !OnSite(role) && m.Reach
		d.People = append(d.People, p)
	}
	d.Count = min(there[0], there[1])
	d.judge(r, reach)
	return d
}

// halves are the morning and the afternoon on which someone is on leave.
type halves [2]bool

func (r Roster) away(name string, day ledger.Day) (h halves) {
	for _, l := range r.Leaves[name] {
		for i := range h {
			h[i] = h[i] || l.Covers(attendance.HalfOf(day, i > 0))
		}
	}
	return h
}

func (h halves) word() string {
	return map[halves]string{{true, true}: "全天", {true, false}: "上午", {false, true}: "下午"}[h]
}

func (d *Day) judge(r Roster, reach bool) {
	if d.Short = d.Workday && d.Count < r.least(); d.Short {
		d.Faults = append(d.Faults, fmt.Sprintf("在岗%d人，少于%d人", d.Count, r.least()))
	}
	for _, role := range []string{person.Manager, person.Liaison} {
		switch names := r.holders(role, d.Date); {
		case len(names) == 0:
			d.Faults = append(d.Faults, role+"空缺")
		case len(names) > 1:
			d.Faults = append(d.Faults, fmt.Sprintf("%s有%d人：%s", role, len(names), strings.Join(names, "、")))
		}
	}
	if !reach {
		d.Faults = append(d.Faults, "没有登记联系方式的省端联系人")
	}
}

// holders are those who have a role on a day. On the day it changes hands it is the newcomer's.
func (r Roster) holders(role string, day ledger.Day) (names []string) {
	var fresh, going []string
	for _, m := range r.Members {
		if now, ok := m.Facts.On(day); !ok || now != role {
			continue
		}
		names = append(names, m.Name)
		if begins(m.Facts, role, day) {
			fresh = append(fresh, m.Name)
		} else if slices.ContainsFunc(m.Facts.Stays, func(s person.Stay) bool { return s.Until == day }) {
			going = append(going, m.Name)
		}
	}
	if len(fresh) == 1 && len(names) == len(fresh)+len(going) {
		return fresh
	}
	return names
}

// begins reports whether a person took a role on a day, or came with it.
func begins(f person.Facts, role string, day ledger.Day) bool {
	return slices.ContainsFunc(f.Stays, func(s person.Stay) bool { return s.From == day }) ||
		slices.ContainsFunc(f.Roles, func(t person.Term) bool { return t.From == day && t.Role == role })
}

// Faulty gives the days of a span, its end left out, on which something is wrong: working days that are short, and the days on which
// a role's fault begins.
func (r Roster) Faulty(from, to time.Time, cal *worktime.Calendar) (out []Day) {
	var before []string
	for at := from; at.Before(to); at = at.AddDate(0, 0, 1) {
		d := r.On(at, cal)
		fresh := slices.ContainsFunc(d.Faults, func(f string) bool { return !slices.Contains(before, f) })
		before = d.Faults
		if d.Short || fresh {
			out = append(out, d)
		}
	}
	return out
}
