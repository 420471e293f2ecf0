package person

import (
	"cmp"
	"slices"

	"opsledger/app/ledger"
)

// Facts are what a person's steps tell with their dates.
type Facts struct {
	Stays  []Stay  `json:"stays,omitempty"` // on site, or at work behind it; in their order
	Roles  []Term  `json:"roles,omitempty"` // by date
	Skills []Skill `json:"skills,omitempty"`
	Access []Entry `json:"access,omitempty"`
}

// Stay is a stretch of days with the team, both included. Until "" means it goes on.
type Stay struct {
	From     ledger.Day `json:"from"`
	Until    ledger.Day `json:"until,omitempty"`
	Departed bool       `json:"departed,omitempty"` // ended without a handover the center accepted (R142)
	Reason   string     `json:"reason,omitempty"`
}

// Term is a role from a date on.
type Term struct {
	Role string     `json:"role"`
	From ledger.Day `json:"from"`
}

// Skill is an assessment of what a person can do with one system (R079).
type Skill struct {
	System string     `json:"system"`
	Level  string     `json:"level"`
	On     ledger.Day `json:"on"`
	By     string     `json:"by,omitempty"`
}

// Entry is something a person may enter or use. Withdrawn "" means still.
type Entry struct {
	What      string     `json:"what"`
	Granted   ledger.Day `json:"granted"`
	Withdrawn ledger.Day `json:"withdrawn,omitempty"`
}

// On reports whether the person was with the team on a day, and in which role.
func (f Facts) On(day ledger.Day) (role string, ok bool) {
	if !slices.ContainsFunc(f.Stays, func(s Stay) bool { return s.From <= day && (s.Until == "" || day <= s.Until) }) {
		return "", false
	}
	for _, t := range f.Roles {
		if t.From <= day || role == "" {
			role = t.Role
		}
	}
	return role, true
}

// Latest are the last assessments of each system.
func (f Facts) Latest() (out []Skill) {
	for _, s := range f.Skills {
		i := slices.IndexFunc(out, func(o Skill) bool { return o.System == s.System })
		switch {
		case i < 0:
			out = append(out, s)
		case out[i].On <= s.On:
			out[i] = s
		}
	}
	return out
}

func derive(rec *ledger.Record) {
	d := deriving{fields: rec.Fields, at: map[string]int{}}
	for _, s := range rec.Telling() {
		d.read(s)
	}
	slices.SortStableFunc(d.Roles, func(a, b Term) int { return cmp.Compare(a.From, b.From) })
	rec.Facts = d.Facts
	d.show()
}

type deriving struct {
	Facts
	fields ledger.Fields
	at     map[string]int // where an access stands, by the step that granted it
}

func (d *deriving) read(s *ledger.Taken) {
	switch s.Entry.Action {
	case "join":
		d.Stays, d.Roles = []Stay{{From: day(s, "from")}}, []Term{{s.Text("role"), day(s, "from")}}
	case "promise":
		d.fields["promised"], d.Roles = true, []Term{{s.Text("role"), ""}}
	case "arrive":
		d.Stays = append(d.Stays, Stay{From: day(s, "from")})
	case "restore":
		d.restore(day(s, "from"))
	case "return":
		d.Stays = append(d.Stays, Stay{From: day(s, "from")})
		d.take(s.Text("role"), day(s, "from"))
	case "update":
		d.take(s.Text("role"), cmp.Or(day(s, "role_from"), ledger.Day(s.Node.Wall.In(ledger.Zone).Format("2006-01-02"))))
	case ledger.Amend:
		d.amend(s)
	case "leave", "depart":
		d.end(day(s, "left"), s.Entry.Action == "depart", s.Text("reason"))
	case "assess-skill":
		d.Skills = append(d.Skills, Skill{s.Text("skill_system"), s.Text("skill_level"), day(s, "assessed"), s.Text("assessor")})
	case "sign-secrecy":
		d.fields["secrecy_signed"] = s.Text("secrecy_signed")
	case "grant-access":
		d.at[string(s.Ref())] = len(d.Access)
		d.Access = append(d.Access, Entry{What: s.Text("entry"), Granted: day(s, "granted")})
	case "withdraw-access":
		if i, ok := d.at[s.Text("of")]; ok {
			d.Access[i].Withdrawn = day(s, "withdrawn")
		}
	}
}

func day(s *ledger.Taken, key string) ledger.Day { return ledger.Day(s.Text(key)) }

// take adds a role from a day on; of two told for the same day the later telling holds.
func (d *deriving) take(role string, from ledger.Day) {
	if role == "" {
		return
	}
	d.Roles = slices.DeleteFunc(d.Roles, func(t Term) bool { return t.From == from })
	d.Roles = append(d.Roles, Term{role, from})
}

// amend corrects what the last stay and the last role began with.
func (d *deriving) amend(s *ledger.Taken) {
	if from := day(s, "from"); from != "" && len(d.Stays) > 0 {
		if n := len(d.Roles); n > 0 && d.Roles[n-1].From == d.Stays[len(d.Stays)-1].From {
			d.Roles[n-1].From = from
		}
		d.Stays[len(d.Stays)-1].From = from
	}
	if n := len(d.Roles); n > 0 {
		d.Roles[n-1] = Term{cmp.Or(s.Text("role"), d.Roles[n-1].Role), cmp.Or(day(s, "role_from"), d.Roles[n-1].From)}
	}
}

// restore lets the stay that was going on when the record was made void begin on a day; where none was, one begins.
func (d *deriving) restore(from ledger.Day) {
	if n := len(d.Stays); n > 0 && d.Stays[n-1].Until == "" {
		d.Stays[n-1].From = from
		return
	}
	d.Stays = append(d.Stays, Stay{From: from})
}

// end closes the stay; a proper leave after a departure sets it right.
func (d *deriving) end(on ledger.Day, departed bool, reason string) {
	if n := len(d.Stays); n > 0 {
		d.Stays[n-1].Until, d.Stays[n-1].Departed, d.Stays[n-1].Reason = on, departed, reason
	}
}

func (d *deriving) show() {
	if n := len(d.Stays); n > 0 && d.Stays[n-1].Until != "" {
		d.fields["left"] = string(d.Stays[n-1].Until)
	}
	var skills, access []any
	for _, s := range d.Latest() {
		line := s.System + "：" + s.Level + "（" + string(s.On) + " 评估"
		if s.By != "" {
			line += "，" + s.By
		}
		skills = append(skills, line+"）")
	}
	for _, a := range d.Access {
		line := a.What + "（" + string(a.Granted) + " 开通"
		if a.Withdrawn != "" {
			line += "，" + string(a.Withdrawn) + " 收回"
		}
		access = append(access, line+"）")
	}
	if skills != nil {
		d.fields["skills"] = skills
	}
	if access != nil {
		d.fields["access"] = access
	}
}
