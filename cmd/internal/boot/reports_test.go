package boot

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/storage/sheet"
)

// reporting is a store whose clock a test sets, with a contract year.
func reporting(t *testing.T, now *time.Time) *Session {
	t.Helper()
	o := options(filepath.Join(t.TempDir(), "台账"))
	o.Now = func() time.Time { return *now }
	s, _, err := Init(t.Context(), Setup{Options: o, Name: "一号机", Role: "station"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.SetContract(t.Context(), map[string]string{"start": "2026-01-01", "end": "2026-12-31"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func local(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return at
}

func (s *Session) due(t *testing.T, now time.Time) string {
	t.Helper()
	var out []string
	err := s.Store.View(t.Context(), func(r app.Reader) error {
		cal, err := s.Calendar(t.Context(), r)
		if err != nil {
			return err
		}
		items, err := s.ReportsDue(t.Context(), r, cal, now)
		for _, d := range items {
			out = append(out, fmt.Sprintf("%s %s %s", d.Label, d.Due.Format("01-02 15:04"), d.State))
			if rec, err := r.Record(t.Context(), d.Kind, d.Number); err == nil && rec.ID != d.Record {
				t.Errorf("%s is another record than %s", d.Number, d.Record)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "; ")
}

func (s *Session) take(t *testing.T, period, action string, values map[string]string) {
	t.Helper()
	if _, err := s.StepWeekly(t.Context(), period, action, values); err != nil {
		t.Fatal(err)
	}
}

func TestReportsFallDueUntilTheyAreSubmitted(t *testing.T) {
	now := local("2026-03-03 09:00")
	s := reporting(t, &now)
	if got := s.due(t, now); got != "周报 2026-W10 03-05 18:00 running" {
		t.Errorf("a week before the ledger was founded: %s", got)
	}
	if got := s.due(t, now.AddDate(0, 0, 14)); got != "周报 2026-W11 03-12 18:00 overdue; 周报 2026-W12 03-19 18:00 running" {
		t.Errorf("nothing reported yet: %s", got)
	}
	s.take(t, "2026-W10", "finalise", nil)
	now = local("2026-03-19 18:00")
	if got := s.due(t, now); got != "周报 2026-W10 03-05 18:00 overdue; 周报 2026-W11 03-12 18:00 overdue; 周报 2026-W12 03-19 18:00 running" {
		t.Errorf("one finalised: %s", got)
	}
	s.take(t, "2026-W10", "submit", nil)
	if got := s.due(t, now.Add(time.Second)); got != "周报 2026-W11 03-12 18:00 overdue; 周报 2026-W12 03-19 18:00 overdue" {
		t.Errorf("one submitted: %s", got)
	}
	if got := s.due(t, local("2027-03-19 09:00")); strings.Contains(got, "2027") {
		t.Errorf("due beyond the contract year: %s", got)
	}
}

func TestATooBigReportIsRefusedAndNothingIsKept(t *testing.T) {
	now := local("2026-03-12 17:00")
	s := reporting(t, &now)
	s.many(t, 4000)
	_, err := s.StepWeekly(t.Context(), "2026-W11", "finalise", nil)
	if err == nil || !strings.Contains(err.Error(), "超过一次定稿的上限") {
		t.Fatal(err)
	}
	if list, err := s.List(t.Context(), app.Query{Kind: "report"}, ""); err != nil || len(list) != 0 {
		t.Errorf("%d reports were begun, %v", len(list), err)
	}
	if list, err := s.List(t.Context(), app.Query{Kind: "check"}, ""); err != nil || len(list) != 0 {
		t.Errorf("%d checks were taken, %v", len(list), err)
	}
}

// many imports n open tickets of one week, their titles long and without a pattern: a report of them can't be packed small.
func (s *Session) many(t *testing.T, n int) {
	t.Helper()
	luck := rand.New(rand.NewPCG(1, 2))
	var rows [][]string
	for i := range n {
		title := make([]rune, 180)
		for j := range title {
			title[j] = rune(0x4E00 + luck.IntN(0x5000))
		}
		rows = append(rows, []string{fmt.Sprintf("GD20260309%05d", i), string(title), "工单系统", "丹徒区", "2026-03-09 09:00"})
	}
	var b bytes.Buffer
	if err := sheet.Table(&b, "工单", nil, []string{"工单号", "标题", "所属系统", "区域", "到达时间"}, rows); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "many.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if in, err := s.ImportTickets(context.Background(), path, app.Importing{}, nil); err != nil || in.Created != n {
		t.Fatal(in.Created, err)
	}
}

func TestTheWorkbookOfAFinalisedReportStillCountsItsRecords(t *testing.T) {
	now := local("2026-03-12 17:00")
	s := reporting(t, &now)
	s.receive(t, "第一张")
	s.receive(t, "第二张")
	s.take(t, "2026-W11", "finalise", nil)
	now = local("2026-03-13 09:00")
	s.receive(t, "补录的一张")
	rep, err := s.Weekly(t.Context(), "2026-W11", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Changed) == 0 || rep.Arrived.Value != 2 {
		t.Errorf("arrived %d, changed %v", rep.Arrived.Value, rep.Changed)
	}
	files, err := WriteReport(rep, t.TempDir(), ".pdf", ".xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A5": "本周到达", "B5": "2", "B11": "2"} {
		if got, err := f.GetCellValue("周报", cell); err != nil || got != want {
			t.Errorf("%s: %q %v, should be %q", cell, got, err, want)
		}
	}
	if got, err := f.CalcCellValue("周报", "C5"); err != nil || got != "2" {
		t.Errorf("the formula counts %q, %v", got, err)
	}
	if line, err := f.GetCellValue("周报", "F2"); err != nil || !strings.Contains(line, "第1版 2026-03-12 17:00定稿") {
		t.Errorf("%q %v", line, err)
	}
}

func TestAWeekWithoutAWorkingDayIsToldByTheNextReport(t *testing.T) {
	now := local("2026-03-04 15:00")
	s := reporting(t, &now)
	s.take(t, "2026-W10", "finalise", nil)
	now = local("2026-03-20 09:00")
	closed := `{"year":2026,"source":"停工通知","holidays":[`
	for d := local("2026-03-06 00:00"); d.Before(local("2026-03-13 00:00")); d = d.AddDate(0, 0, 1) {
		closed += fmt.Sprintf(`{"date":"%s","name":"停工"},`, d.Format(time.DateOnly))
	}
	if _, err := s.ImportCalendar(t.Context(), []byte(strings.TrimSuffix(closed, ",")+`],"workdays":[]}`)); err != nil {
		t.Fatal(err)
	}
	s.receive(t, "停工期间到达") // on 10 March
	if _, err := s.Weekly(t.Context(), "2026-W11", time.Time{}); err == nil || !strings.Contains(err.Error(), "周期内没有工作日") {
		t.Errorf("the closed week: %v", err)
	}
	rep, err := s.Weekly(t.Context(), "2026-W12", time.Time{})
	if err != nil || !rep.Since.Equal(local("2026-03-04 15:00").Add(time.Second)) || rep.Arrived.Value != 1 {
		t.Errorf("since %s, arrived %d, %v", rep.Since, rep.Arrived.Value, err)
	}
	taken, err := s.TakeChecks(t.Context())
	if got := strings.Join(taken, " "); err != nil || strings.Contains(got, "W11") || !strings.HasSuffix(got, "2026-W10 2026-W12") {
		t.Errorf("taken %s, %v", got, err)
	}
}
