package boot

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
)

// pages reads a query in pages and gives the numbers in order.
func (s *Session) pages(t *testing.T, f app.Filter, size int) (out []string) {
	t.Helper()
	for {
		f.Limit, f.Offset = size, len(out)
		list, err := s.List(context.Background(), s.query(t, f), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			out = append(out, r.Number)
		}
		if len(list) < size {
			return out
		}
	}
}

func TestTicketsStandByWhenTheyAreDueThenTheOthersByTheirArrival(t *testing.T) {
	ctx := context.Background()
	s := filled(t, 120)
	whole := s.pages(t, app.Filter{Sort: app.Urgency}, 1000)
	open := s.pages(t, app.Filter{Where: []string{"state=待签收|处理中"}, Sort: "-" + app.Urgency}, 10)
	if len(whole) < 120 || len(open) < 40 {
		t.Fatalf("%d rows, %d of them open", len(whole), len(open))
	}
	for _, size := range []int{7, 48, 49, 100} {
		if got := s.pages(t, app.Filter{Sort: app.Urgency}, size); !slices.Equal(got, whole) {
			t.Errorf("in pages of %d the order is another", size)
		}
	}
	clocks, err := s.Clocks(ctx, whole[:len(open)], s.Now())
	if err != nil {
		t.Fatal(err)
	}
	var last app.Timed
	for _, c := range clocks {
		if c.Name == sla.Assessed {
			if !c.Stopped.IsZero() || c.Due.Before(last.Due) {
				t.Fatalf("%s due %v after %s due %v", c.Number, c.Due, last.Number, last.Due)
			}
			last = c
		}
	}
	slices.Reverse(open)
	if !slices.Equal(open, whole[:len(open)]) {
		t.Error("descending is not the other way round")
	}
}

func TestAPageAndAnExportGoByUrgencyToo(t *testing.T) {
	ctx := context.Background()
	s := filled(t, 30)
	q := s.query(t, app.Filter{Sort: app.Urgency})
	p, err := s.Page(ctx, q)
	if err != nil || p.Total < 30 || !slices.Equal(numbers(p.Rows), s.pages(t, app.Filter{Sort: app.Urgency}, 1000)) {
		t.Errorf("%d %v", p.Total, err)
	}
	n, err := s.Count(ctx, q, 0)
	rows, err2 := s.ExportFile(ctx, app.Export{Query: q}, filepath.Join(t.TempDir(), "x.csv"))
	if err != nil || err2 != nil || rows != n || n != p.Total {
		t.Errorf("%d of %d, %v %v", rows, n, err, err2)
	}
}

func TestEveryTicketInTransitHasOneUrgency(t *testing.T) {
	s := filled(t, 60)
	n := 0
	for _, is := range []string{app.Overdue, app.DueToday, app.DueLater, app.Halted} {
		n += len(s.pages(t, app.Filter{Where: []string{app.Urgency + "=" + is}}, 500))
	}
	if open := len(s.pages(t, app.Filter{Where: []string{"state=new|accepted|suspended"}}, 500)); n != open || n == 0 {
		t.Errorf("%d of %d", n, open)
	}
	if rest := s.pages(t, app.Filter{Where: []string{app.Urgency + "!=" + app.Overdue, "state=new|accepted|suspended"}}, 500); len(rest) != n-len(s.pages(t, app.Filter{View: "已超期"}, 500)) {
		t.Errorf("%d are not overdue", len(rest))
	}
}

func TestOffersSayWhyAStepCannotBeTaken(t *testing.T) {
	ctx := context.Background()
	s := filled(t, 10)
	offer := func(action string, keys ...string) string {
		t.Helper()
		list, err := s.Offers(ctx, "ticket", keys...)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(o app.Offer) bool { return o.Action.Name == action })
		return list[i].Refused
	}
	for _, c := range []struct {
		action string
		keys   []string
		want   string
	}{{"accept", []string{"W00000"}, ""}, {"accept", []string{"W00001"}, "处于“处理中”"}, {"close-vendor", []string{"W00001"}, "没有等待它的交厂商办理"},
		{"resolve", []string{"W00000", "W00001"}, ""}, {"resolve", []string{"W00000", "W00002", "W00003"}, "2条不能办结：处于“已办结”"}} {
		if got := offer(c.action, c.keys...); got != c.want {
			t.Errorf("%s on %v: %q", c.action, c.keys, got)
		}
	}
}

func TestARequestWaitsForItsRuling(t *testing.T) {
	s := filled(t, 10)
	s.step(t, "W00001", "request-extension", map[string]string{"requested": ledger.FormatTime(s.Now()), "reason": "要查", "proposed": "2030-01-01 10:00"})
	if got := s.pages(t, app.Filter{View: "待裁定"}, 10); !slices.Equal(got, []string{"W00001"}) {
		t.Errorf("%v", got)
	}
}

func TestAViewTakesAnotherNameButNoneThatIsTaken(t *testing.T) {
	ctx := context.Background()
	s := filled(t, 5)
	for _, name := range []string{"甲", "乙"} {
		if err := s.SaveView(ctx, app.View{Name: name, Kind: "ticket", Where: []string{"region=丹徒"}, Sort: app.Urgency, Columns: []string{app.Urgency}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.RenameView(ctx, "ticket", "甲", "乙"); err == nil {
		t.Error("a name that is taken")
	}
	if err := s.RenameView(ctx, "ticket", "在途", "丙"); err == nil {
		t.Error("a view of the program")
	}
	if err := s.RenameView(ctx, "ticket", "甲", "丙"); err != nil {
		t.Fatal(err)
	}
	if v, err := s.View(ctx, "ticket", "丙"); err != nil || v.Sort != app.Urgency || v.Fault != "" {
		t.Errorf("%+v %v", v, err)
	}
}
