package presence_test

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/attendance"
	"opsledger/app/record/person"
	"opsledger/app/rule/presence"
	"opsledger/app/rule/worktime"
)

var calendar = worktime.China(ledger.Zone, worktime.DefaultHours(), worktime.Year{Year: 2026, Holidays: []worktime.Named{{Date: "2026-03-09", Name: "假日"}}})

func member(name, role string, from, until ledger.Day) presence.Member {
	return presence.Member{Name: name, Role: role, Reach: true, State: person.OnSite, Facts: person.Facts{Stays: []person.Stay{{From: from, Until: until}}, Roles: []person.Term{{Role: role, From: from}}}}
}

func whole() presence.Roster {
	return presence.Roster{Leaves: map[string][]attendance.LeaveFacts{}, Members: []presence.Member{
		member("张经理", person.Manager, "2026-01-05", ""), member("李工", person.Engineer, "2026-01-05", ""),
		member("王五", person.Engineer, "2026-01-05", ""), member("赵专员", person.Liaison, "2026-01-05", ""), member("孙研发", person.Backend, "2026-01-05", "")}}
}

func on(r presence.Roster, day string) presence.Day { return r.On(story.At(day+" 12:00"), calendar) }

func TestThreeOnSiteWithoutLiaisonLeaveNotCounted(t *testing.T) {
	r := whole()
	if d := on(r, "2026-03-05"); d.Count != 3 || d.Short || len(d.Faults) != 0 || len(d.People) != 5 {
		t.Errorf("%+v", d)
	}
	r.Leaves["李工"] = []attendance.LeaveFacts{{From: attendance.HalfOf("2026-03-05", true), To: attendance.HalfOf("2026-03-08", true)}}
	for day, want := range map[string]struct {
		count int
		short bool
		leave string
	}{"2026-03-05": {2, true, "下午"}, "2026-03-06": {2, true, "全天"}, "2026-03-08": {2, false, "全天"}, "2026-03-09": {3, false, ""}, "2026-03-10": {3, false, ""}} {
		d := on(r, day)
		i := slices.IndexFunc(d.People, func(p presence.Present) bool { return p.Name == "李工" })
		if d.Count != want.count || d.Short != want.short || d.People[i].Leave != want.leave {
			t.Errorf("%s: %+v", day, d)
		}
	}
}

func TestExactlyOneManagerAndOneLiaisonAlsoOnTheDayOfTheChange(t *testing.T) {
	r := whole()
	r.Members[0].Facts.Stays[0].Until = "2026-03-31"
	r.Members[1].Facts.Roles = append(r.Members[1].Facts.Roles, person.Term{Role: person.Manager, From: "2026-03-31"})
	r.Members = append(r.Members, member("周工", person.Engineer, "2026-03-01", ""))
	r.Members[3].Facts.Stays[0].Until = "2026-03-30"
	r.Members = append(r.Members, member("钱专员", person.Liaison, "2026-04-01", ""))
	for day, want := range map[string][]string{"2026-03-30": {}, "2026-03-31": {"省端专员空缺"}, "2026-04-01": {}} {
		if d := on(r, day); !slices.Equal(d.Faults, want) {
			t.Errorf("%s: %q", day, d.Faults)
		}
	}
	r.Members[1].Facts.Roles[1].From = "2026-03-20"
	if d := on(r, "2026-03-20"); !slices.Equal(d.Faults, []string{"项目经理有2人：张经理、李工"}) {
		t.Errorf("%q", d.Faults)
	}
	var days []ledger.Day
	for _, d := range r.Faulty(story.At("2026-03-18 12:00"), story.At("2026-04-05 12:00"), calendar) {
		days = append(days, d.Date)
	}
	if want := []ledger.Day{"2026-03-20", "2026-03-31"}; !slices.Equal(days, want) {
		t.Errorf("%v", days)
	}
}

func TestNobodyIsToldAsSuch(t *testing.T) {
	d := on(presence.Roster{}, "2026-03-05")
	if want := []string{"在岗0人，少于3人", "项目经理空缺", "省端专员空缺", "没有登记联系方式的省端联系人"}; !slices.Equal(d.Faults, want) {
		t.Errorf("%q", d.Faults)
	}
}

func TestWhatPeopleLackIsListed(t *testing.T) {
	r := presence.Roster{Members: []presence.Member{member("李工", person.Engineer, "2026-01-05", ""), member("赵专员", person.Liaison, "2026-02-01", ""),
		{Name: "䶮", State: person.Promised, Expected: "2026-01-06", Promised: true}}}
	r.Members[0].Secrecy, r.Members[0].Promised = "2026-01-05", true
	lend := func(who, network, kind string, until ledger.Day) presence.Device {
		return presence.Device{Network: network, Type: kind, Facts: person.EquipmentFacts{Loans: []person.Loan{{Person: who, From: "2026-01-05", Until: until}}}}
	}
	devices := []presence.Device{lend("李工", person.Inner, "", ""), lend("李工", person.Outer, "", "2026-02-28"), lend("李工", person.Outer, "显示器", "")}
	var got []string
	for _, l := range r.Lacking("2026-03-01", devices) {
		got = append(got, l.Name+" "+l.What+" "+string(l.Since))
	}
	if want := []string{"䶮 到岗 2026-01-06", "李工 外网电脑 2026-01-05", "赵专员 保密协议 2026-02-01"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if l := r.Lacking("2026-02-28", devices); len(l) != 2 {
		t.Errorf("%+v", l)
	}
	if p := r.Promises(); len(p) != 2 || p[0].Name != "䶮" || p[1].Arrived != "2026-01-05" {
		t.Errorf("%+v", p)
	}
}
