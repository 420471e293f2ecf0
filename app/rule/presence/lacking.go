package presence

import (
	"opsledger/app/ledger"
	"opsledger/app/record/person"
)

// Lack is something a person should have and has not.
type Lack struct {
	Record ledger.RecordID `json:"record"`
	Number string          `json:"number"`
	Name   string          `json:"name"`
	What   string          `json:"what"`  // 内网电脑, 外网电脑, 保密协议, 到岗
	Since  ledger.Day      `json:"since"` // when it was owed
}

// Device is one thing and who has it.
type Device struct {
	Network string
	Type    string // "" is a PC
	Facts   person.EquipmentFacts
}

// Lacking lists what people lack on a day: first those the bid promised who have not come, then each on-site person's PC of either
// network, and the secrecy agreement of everyone.
func (r Roster) Lacking(day ledger.Day, devices []Device) (out []Lack) {
	add := func(m Member, what string, since ledger.Day) {
		out = append(out, Lack{m.ID, m.Number, m.Name, what, since})
	}
	for _, m := range r.Members {
		if m.State == person.Promised {
			add(m, "到岗", m.Expected)
		}
	}
	has := pcs(day, devices)
	for _, m := range r.Members {
		role, there := m.Facts.On(day)
		if !there {
			continue
		}
		since := m.since(day)
		for _, network := range []string{person.Inner, person.Outer} {
			if OnSite(role) && !has[[2]string{m.Name, network}] {
				add(m, network+"电脑", since)
			}
		}
		if m.Secrecy == "" {
			add(m, "保密协议", since)
		}
	}
	return out
}

func (m Member) since(day ledger.Day) (from ledger.Day) {
	for _, s := range m.Facts.Stays {
		if s.From <= day {
			from = s.From
		}
	}
	return from
}

// pcs are the PCs people have on a day, by name and network.
func pcs(day ledger.Day, devices []Device) map[[2]string]bool {
	out := map[[2]string]bool{}
	for _, d := range devices {
		if who := d.Facts.Holder(day); who != "" && (d.Type == "" || d.Type == person.PC) {
			out[[2]string{who, d.Network}] = true
		}
	}
	return out
}

// Promise is one person of the bid beside what came of it (R151).
type Promise struct {
	Name     string     `json:"name"`
	Role     string     `json:"role"`
	Expected ledger.Day `json:"expected,omitempty"`
	Arrived  ledger.Day `json:"arrived,omitempty"`
	Left     ledger.Day `json:"left,omitempty"`
	Access   int        `json:"access"`  // open ones
	Secrecy  ledger.Day `json:"secrecy"` // signed; "" not
}

// Promises compares the people of the bid with those who came; who has not come stands first.
func (r Roster) Promises() []Promise {
	var missing, out []Promise
	for _, m := range r.Members {
		if !m.Promised {
			continue
		}
		p := Promise{Name: m.Name, Role: m.Role, Expected: m.Expected, Secrecy: m.Secrecy}
		for _, a := range m.Facts.Access {
			if a.Withdrawn == "" {
				p.Access++
			}
		}
		if n := len(m.Facts.Stays); n == 0 {
			missing = append(missing, p)
		} else {
			p.Arrived, p.Left = m.Facts.Stays[0].From, m.Facts.Stays[n-1].Until
			out = append(out, p)
		}
	}
	return append(missing, out...)
}
