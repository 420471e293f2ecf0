package demo

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
	"opsledger/assets"
)

// planned plans years without making a store.
func planned(t *testing.T, tickets, years int) *year {
	t.Helper()
	var holidays []worktime.Year
	for _, raw := range assets.CalendarYears() {
		y, err := worktime.ParseYear(raw)
		if err != nil {
			t.Fatal(err)
		}
		holidays = append(holidays, y)
	}
	hours, err := worktime.ParseHours("2020-01-01", "08:30-12:00,13:30-18:00", "1-5")
	if err != nil {
		t.Fatal(err)
	}
	y := &year{chance: chance{rand.New(rand.NewPCG(2026, 11))}, now: now, starts: contractYears(now, years),
		cal: worktime.China(ledger.Zone, []worktime.Hours{hours}, holidays...)}
	if y.subjects, err = readSubjects(); err != nil {
		t.Fatal(err)
	}
	if err := y.plan(tickets); err != nil {
		t.Fatal(err)
	}
	return y
}

func TestAYearHasItsRhythm(t *testing.T) {
	y := planned(t, Full, 1)
	month, day, hour := map[time.Month]int{}, map[time.Weekday]int{}, map[int]int{}
	off := 0
	for _, k := range y.tickets {
		month[k.arrived.Month()]++
		day[k.arrived.Weekday()]++
		hour[k.arrived.Hour()]++
		if !y.cal.Workday(k.arrived) {
			off++
		}
	}
	for _, c := range [][2]time.Month{{time.July, time.May}, {time.July, time.August}, {time.January, time.February}, {time.December, time.November}, {time.September, time.October}} {
		if month[c[0]] <= month[c[1]]*11/10 {
			t.Errorf("%v brings %d, %v %d", c[0], month[c[0]], c[1], month[c[1]])
		}
	}
	if day[time.Monday] <= day[time.Tuesday] || day[time.Monday] <= day[time.Friday] || hour[9] <= hour[11] || hour[14] <= hour[16] || hour[12] > hour[14]/3 {
		t.Errorf("by day %v, by hour %v", day, hour)
	}
	if off == 0 || off > len(y.tickets)/40 || len(y.tickets) != Full {
		t.Errorf("%d of %d came on days off", off, len(y.tickets))
	}
}

func TestAboutThreeInAHundredAreInTransit(t *testing.T) {
	y := planned(t, Full, 1)
	usual, over, weeks := 0, 0, 0
	for week := sla.WeekOf(y.starts[0]); week.From.Before(now.AddDate(0, 0, -7)); week = sla.WeekOf(week.To) {
		at, ok := week.Due(y.cal)
		if !ok {
			continue
		}
		in, all := 0, 0
		for _, k := range y.tickets {
			if !k.arrived.After(at) {
				all++
			}
			if k.open(at) {
				in++
			}
		}
		weeks++
		switch percent := 100 * float64(in) / float64(all); {
		case percent > 3.5:
			over++
		case percent > 2:
			usual++
		}
	}
	if over < 2 || over > 9 || usual < weeks*3/4 {
		t.Errorf("of %d weeks %d lie between 2 and 3.5 %%, %d over", weeks, usual, over)
	}
}

func TestSubjectsAreManyAndFilled(t *testing.T) {
	y := planned(t, Full, 1)
	systems, issues := map[string]int{}, map[string][]float64{}
	for _, s := range y.subjects {
		systems[s.system]++
	}
	cards := 0
	for _, k := range y.tickets {
		if all := k.title + k.text + k.result + k.vendor; strings.ContainsAny(all, "{}") {
			t.Fatalf("a place was not filled: %s", all)
		}
		for _, h := range privacy.Find(k.text) {
			if h.Kind == privacy.IDCard {
				cards++
			}
		}
		if strings.Count(k.text, "321199") > 0 && privacy.Scrub(k.text) == k.text {
			t.Fatalf("an ID card that is none: %s", k.text)
		}
		if k.Issue != "" {
			issues[k.Issue] = append(issues[k.Issue], y.part(k.arrived))
		}
		if !slices.ContainsFunc(units, func(u unit) bool { return u.name == k.unit.name && u.region == k.unit.region }) {
			t.Fatalf("unit %v", k.unit)
		}
	}
	if len(y.subjects) < 60 || len(systems) != 9 || cards < 50 || len(issues) != 8 {
		t.Errorf("%d subjects, %d systems, %d ID cards, %d common problems", len(y.subjects), len(systems), cards, len(issues))
	}
	for issue, end := range trained {
		after := 0
		for _, part := range issues[issue] {
			if part > end {
				after++
			}
		}
		if before := len(issues[issue]) - after; float64(after)/(1-end) > 0.4*float64(before)/end {
			t.Errorf("%s: %d before the training, %d after", issue, before, after)
		}
	}
	for range 100 {
		if card, id, phone := y.bankCard(), y.idCard(), y.phone(); !privacy.ValidIDCard(id) || len(privacy.Find(card)) != 1 || privacy.Find(card)[0].Kind != privacy.BankCard || privacy.Find(phone)[0].Kind != privacy.Phone {
			t.Fatal(card, id, phone)
		}
	}
}

func TestNoTwoEngineersAreTheSame(t *testing.T) {
	y := planned(t, Full, 1)
	spent := map[string][]int64{} // open seconds from accepted to resolved
	for _, k := range y.tickets {
		if k.done() && !k.long {
			spent[k.engineer.name] = append(spent[k.engineer.name], y.cal.Between(k.responded, k.resolved))
		}
	}
	if len(spent) != len(engineers) {
		t.Fatal(len(spent))
	}
	for _, list := range spent {
		slices.Sort(list)
	}
	for _, a := range engineers {
		for _, b := range engineers {
			m, n := spent[a.name], spent[b.name]
			if a.name != b.name && (len(m) == len(n) || (a.pace < b.pace) != (m[len(m)/2] < n[len(n)/2])) {
				t.Errorf("%s: %d in %d s each, %s: %d in %d s", a.name, len(m), m[len(m)/2], b.name, len(n), n[len(n)/2])
			}
		}
	}
}

func TestTheSameClockPlansTheSame(t *testing.T) {
	a, b := planned(t, 100, 1), planned(t, 100, 1)
	for i := range a.tickets {
		if x, y := a.tickets[i].row(now), b.tickets[i].row(now); !slices.Equal(x, y) {
			t.Fatalf("%v\n%v", x, y)
		}
	}
}
