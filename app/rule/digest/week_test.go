package digest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

var zone = time.FixedZone("Asia/Shanghai", 8*3600)

func at(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func tk(number, arrived, resolved string) Ticket {
	f := ticket.Facts{Arrived: at(arrived), Resolved: at(resolved)}
	if resolved != "" {
		f.Resolves = []ticket.Resolve{{At: at(resolved)}}
	}
	return Ticket{Number: number, System: "工单系统", Region: "丹徒区", Category: "指导答疑", Facts: f}
}

func week(t *testing.T, now string, tickets ...Ticket) Report {
	t.Helper()
	cal := worktime.China(zone, worktime.DefaultHours(), worktime.Year{Year: 2026})
	in := Input{Tickets: tickets, Period: sla.WeekOf(at("2026-03-12 10:00")).Period(), Calendar: cal, Now: at(now), ContractFrom: at("2026-01-01 00:00")}
	return drawn(t, in)
}

// drawn draws a period as it is due by the default deadlines.
func drawn(t *testing.T, in Input) Report {
	t.Helper()
	var ok bool
	var err error
	if in.Due, ok, err = in.Period.Due(in.Calendar, sla.Deadlines{Month: 5, Quarter: 10}); err != nil || !ok {
		t.Fatal(ok, err)
	}
	in.At = in.Period.Closing(in.Calendar)
	w, err := Draw(in)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestFiguresOpenDownToTheirRecords(t *testing.T) {
	returned := tk("返工", "2026-03-09 09:00", "2026-03-11 09:00")
	returned.Facts.Resolves = []ticket.Resolve{{At: at("2026-03-09 16:00"), Returned: at("2026-03-10 16:00"), Quality: true}, {At: at("2026-03-11 09:00")}}
	w := week(t, "2026-03-20 10:00",
		tk("before", "2026-03-05 23:59", "2026-03-06 10:00"),
		tk("friday", "2026-03-06 00:00", "2026-03-06 10:00"),
		tk("thursday", "2026-03-12 23:30", ""),
		tk("after", "2026-03-13 00:00", ""),
		tk("late", "2026-03-06 09:00", ""),
		tk("later", "2026-03-11 09:00", "2026-03-14 09:00"),
		returned)
	for _, c := range []struct {
		f    Figure
		want string
	}{{w.Arrived, "friday thursday late later 返工"}, {w.Done, "before friday 返工"}, {w.InTransit, "late later"},
		{w.Overdue, "late later"}, {w.Rework, "返工"}, {w.Quality, "返工"}} {
		if got := strings.Join(c.f.Records, " "); got != c.want || c.f.Value != len(c.f.Records) {
			t.Errorf("%s: %s, should be %s", c.f.Label, got, c.want)
		}
	}
	if w.Rate.Numerator != 2 || w.Rate.Denominator != 5 || w.Rate.Percent != "40.00" || !w.Rate.Over {
		t.Errorf("%+v", w.Rate)
	}
	if len(w.Work) == 0 || len(w.Problems) == 0 || len(w.Next) == 0 {
		t.Error("a section is empty")
	}
	if g := w.Breakdowns[0].Groups[0]; g.Label != "工单系统" || g.Arrived.Value != 5 {
		t.Errorf("%+v", g)
	}
}

func TestExactlyThreeAndAHalfPercentIsNotOver(t *testing.T) {
	for _, c := range []struct {
		n, d    int
		percent string
		over    bool
	}{{7, 200, "3.50", false}, {8, 200, "4.00", true}, {35, 1000, "3.50", false}, {351, 10000, "3.51", true}, {0, 0, "", false}, {1, 3, "33.33", true}} {
		if r := RateOf(c.n, c.d); r.Percent != c.percent || r.Over != c.over {
			t.Errorf("%d of %d: %+v", c.n, c.d, r)
		}
	}
}

func TestAReportBeforeTheWeekIsOverSaysItsMoment(t *testing.T) {
	w := week(t, "2026-03-10 10:00", tk("a", "2026-03-09 10:00", "2026-03-11 10:00"))
	if w.InTransit.Value != 1 || w.Done.Value != 0 || !w.AsOf.Equal(at("2026-03-10 10:00")) || !strings.Contains(w.Notes[0], "截至2026-03-10 10:00") {
		t.Errorf("%+v", w)
	}
}

func TestCarriedOverTicketsBelongToTheYear(t *testing.T) {
	w := week(t, "2026-03-20 10:00", tk("old and done", "2025-11-03 10:00", "2025-11-04 10:00"), tk("carried", "2025-12-30 10:00", "2026-01-05 10:00"), tk("open since", "2025-12-30 10:00", ""))
	if w.Rate.Denominator != 2 || !reflect.DeepEqual(w.InTransit.Records, []string{"open since"}) {
		t.Errorf("%+v %v", w.Rate, w.InTransit.Records)
	}
}
