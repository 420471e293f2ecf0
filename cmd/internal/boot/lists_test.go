package boot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/intake"
)

// filled is a session with n imported tickets that differ in state, region and times.
func filled(t *testing.T, n int) *Session {
	t.Helper()
	s := founded(t)
	t.Cleanup(func() { s.Close() })
	regions, states := []string{"丹徒区", "京口区", "润州区"}, []string{"待签收", "处理中", "已办结", "已确认", "已作废"}
	rows := func(yield func(intake.Row, error) bool) {
		lines := [][]string{{"工单号", "标题", "所属系统", "区域", "到达时间", "签收时间", "处理完毕时间", "确认时间", "状态", "是否返工", "返工原因", "申请人", "联系电话", "处理人"}}
		at := func(i, hour int, has bool) string {
			if !has {
				return ""
			}
			return fmt.Sprintf("2026-%02d-%02d %02d:00", i%2+1, i%27+1, hour)
		}
		for i := range n {
			st := i % 5
			lines = append(lines, []string{fmt.Sprintf("W%05d", i), "待遇核对", "工单系统", regions[i%3], at(i, 9, true), at(i, 10, st > 0), at(i, 11, st == 2 || st == 3), at(i, 12, st == 3),
				states[st], map[bool]string{true: "是"}[i%10 == 3], "结果有误", "李小芳", "13812345678", map[bool]string{true: "张工"}[i%4 == 0]})
		}
		rowsOf(lines)(yield)
	}
	out, err := s.App.ImportTickets(context.Background(), app.Importing{Rows: rows})
	if err != nil || out.Created != n || len(out.Faults) > 0 {
		t.Fatalf("%+v %v", out, err)
	}
	return s
}

// rowsOf gives lines as a spreadsheet's rows.
func rowsOf(lines [][]string) func(func(intake.Row, error) bool) {
	return func(yield func(intake.Row, error) bool) {
		for r, line := range lines {
			row := intake.Row{Number: r + 1}
			for _, c := range line {
				row.Cells = append(row.Cells, intake.Cell{Text: c})
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (s *Session) query(t *testing.T, f app.Filter) app.Query {
	t.Helper()
	q, err := s.Query(context.Background(), "ticket", f)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestAPageCountsToAThousandAndSaysThereAreMore(t *testing.T) {
	ctx := context.Background()
	s := filled(t, 1005)
	for _, c := range []struct {
		f     app.Filter
		rows  int
		total int
		more  bool
	}{{app.Filter{}, 50, 1000, true}, {app.Filter{Where: []string{"region=丹徒"}}, 50, 336, false}, {app.Filter{Where: []string{"region=丹徒", "state=待签收"}, Limit: 20, Offset: 60}, 8, 68, false},
		{app.Filter{Search: "没有的"}, 0, 0, false}} {
		p, err := s.Page(ctx, s.query(t, c.f))
		if err != nil || len(p.Rows) != c.rows || p.Total != c.total || p.More != c.more {
			t.Errorf("%+v: %d rows of %d, more %v, %v", c.f, len(p.Rows), p.Total, p.More, err)
		}
	}
	first, err := s.Page(ctx, s.query(t, app.Filter{Sort: "arrived"}))
	second, err2 := s.Page(ctx, s.query(t, app.Filter{Sort: "arrived", Offset: 50}))
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	for _, r := range second.Rows {
		if slices.ContainsFunc(first.Rows, func(o app.Shown) bool { return o.ID == r.ID }) {
			t.Fatalf("%s stands on two pages", r.Number)
		}
	}
}

// A list of this moment and a list as of this moment are filtered by different code and must say the same.
func TestAListAsOfNowIsTheListOfNow(t *testing.T) {
	ctx := context.Background()
	s := filled(t, 200)
	for _, where := range [][]string{{"region=丹徒|京口"}, {"region!=丹徒"}, {"state=处理中|已办结"}, {"state!=已作废"}, {"arrived>=2026-02-03"}, {"arrived<=2026-01-20"}, {"arrived=2026-01"},
		{"arrived=2026-01-05|2026-02-08"}, {"arrived!=2026-01"}, {"resolved="}, {"resolved!="}, {"resolved<=2026-02-10T11:00"}, {"resolved>=2026-02-10T11:00:01"}, {"assignee=@me"}, {"assignee="},
		{"number>=W00100", "number<=W00150"}, {"quality=是"}, {"quality=否"}, {"more=x"}, {"more!=x"}, {"more="}, {"requester=李小芳"}, {`title=a\|b`}} {
		q := s.query(t, app.Filter{Where: where, Sort: "number", Limit: 30, Offset: 5})
		now, err := s.List(ctx, q, "")
		past, err2 := s.ListAsOf(ctx, q, s.Now(), "")
		if err != nil || err2 != nil {
			t.Fatal(where, err, err2)
		}
		if !reflect.DeepEqual(numbers(now), numbers(past)) {
			t.Errorf("%v: %v now, %v as of now", where, numbers(now), numbers(past))
		}
	}
}

func numbers(list []app.Shown) (out []string) {
	for _, s := range list {
		out = append(out, s.Number)
	}
	return out
}

func TestAViewOfAFieldThatIsGoneSaysSo(t *testing.T) {
	ctx := context.Background()
	s := founded(t)
	defer s.Close()
	raw, _ := json.Marshal([]app.View{{Name: "旧的", Kind: "ticket", Where: []string{"weight=高"}}, {Name: "好的", Kind: "ticket", Where: []string{"region=丹徒"}}})
	if err := s.Store.Write(ctx, func(w app.Writer) error { return w.SetLocal(ctx, "views.ticket", string(raw)) }); err != nil {
		t.Fatal(err)
	}
	list, err := s.Views(ctx, "ticket")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		if (v.Name == "旧的") != strings.Contains(v.Fault, "没有“weight”这个字段") {
			t.Errorf("%s: %q", v.Name, v.Fault)
		}
	}
	_, err = s.Query(ctx, "ticket", app.Filter{View: "旧的"})
	if f := fault.Of(err); f.Code != fault.Refused || !strings.Contains(f.Message, "视图“旧的”不能用了") {
		t.Errorf("%v", err)
	}
}

func TestAnExportThatIsStoppedLeavesTheOldFile(t *testing.T) {
	s := filled(t, 1200)
	path := filepath.Join(t.TempDir(), "工单.csv")
	if err := os.WriteFile(path, []byte("旧的"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var told []int
	e := app.Export{Query: app.Query{Kind: "ticket"}, Progress: func(done, total int) { told = append(told, done, total); stop() }}
	_, err := s.ExportFile(ctx, e, path)
	if fault.Of(err).Code != fault.Cancelled || !slices.Equal(told, []int{500, 1201}) {
		t.Errorf("%v, told %v", err, told)
	}
	e.Progress = nil
	if _, err := s.ExportFile(context.Background(), app.Export{Query: app.Query{Kind: "nonsense"}}, path); fault.Of(err).Code != fault.UnknownKind {
		t.Error(err)
	}
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "旧的" {
		t.Errorf("%q %v", raw, err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%v left, %v", left, err)
	}
	n, err := s.ExportFile(context.Background(), e, path)
	if err != nil || n != 1201 {
		t.Errorf("%d %v", n, err)
	}
}

func TestAFileWhoseWriterFailsIsNotMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "x.txt")
	own := errors.New("own")
	if err := StreamFile(path, func(io.Writer) error { return own }); !errors.Is(err, own) {
		t.Error(err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 0 {
		t.Errorf("%v left, %v", left, err)
	}
	if err := StreamFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "内容"); return err }); err != nil {
		t.Error(err)
	}
}

func TestABulkStepOfManyIsOneGroupOfOneTime(t *testing.T) {
	ctx := context.Background()
	s := filled(t, 700)
	q := s.query(t, app.Filter{})
	q.Limit = 0
	all, err := s.List(ctx, q, "")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, r := range all {
		if r.State != "void" {
			keys = append(keys, r.Number)
		}
	}
	recs, err := s.ActAll(ctx, app.Bulk{Kind: "ticket", Keys: keys, Action: "note", Values: map[string]string{"text": "核对"}})
	if err != nil || len(recs) != len(keys) || len(keys) < 500 {
		t.Fatalf("%d of %d, %v", len(recs), len(keys), err)
	}
	last := recs[0].Steps[len(recs[0].Steps)-1].Node
	commits := map[string]bool{}
	for _, r := range recs {
		n := r.Steps[len(r.Steps)-1].Node
		commits[string(n.Hash)] = true
		if n.Group != last.Group || n.Wall != last.Wall {
			t.Fatalf("%s: another group or time", r.Number)
		}
	}
	if len(commits) != 2 {
		t.Errorf("%d commits", len(commits))
	}
	back, err := s.TakeBackGroup(ctx, last.Group)
	if err != nil || len(back) != len(keys) {
		t.Fatalf("%d taken back, %v", len(back), err)
	}
	for _, r := range back {
		if !r.Steps[len(r.Steps)-2].TakenBack {
			t.Fatalf("%s: not taken back", r.Number)
		}
	}
	if _, err := s.TakeBackGroup(ctx, last.Group); fault.Of(err).Code != fault.Refused {
		t.Errorf("twice: %v", err)
	}
	stopped, stop := context.WithTimeout(ctx, -time.Second)
	defer stop()
	if _, err := s.ActAll(stopped, app.Bulk{Kind: "ticket", Keys: keys, Action: "note", Values: map[string]string{"text": "再核"}}); err == nil {
		t.Error("a stopped one went on")
	}
}
