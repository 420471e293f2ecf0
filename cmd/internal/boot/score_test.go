package boot

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/score"
)

func (s *Session) card(t *testing.T, q app.ScoreQuery) score.Card {
	t.Helper()
	card, err := s.Score(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func clause(t *testing.T, c score.Card, id string) score.Line {
	t.Helper()
	i := slices.IndexFunc(c.Clauses, func(l score.Line) bool { return l.ID == id })
	if i < 0 {
		t.Fatalf("no clause %s", id)
	}
	return c.Clauses[i]
}

// Checks nobody took are reconstructed as taking them would find them, and looking writes nothing (A4).
func TestReconstructedChecksAreThoseTaken(t *testing.T) {
	now := local("2026-06-30 15:00")
	s := reporting(t, &now)
	if _, err := s.App.ImportTickets(t.Context(), app.Importing{Rows: manyRows(300, now)}); err != nil {
		t.Fatal(err)
	}
	before := clause(t, s.card(t, app.ScoreQuery{}), "T3")
	if n, err := s.count(t, "check"); n != 0 || err != nil {
		t.Fatalf("looking took %d checks: %v", n, err)
	}
	if _, err := s.TakeChecks(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := clause(t, s.card(t, app.ScoreQuery{}), "T3")
	if before.Count == 0 || before.Count != after.Count || len(before.Evidence) != len(after.Evidence) {
		t.Fatalf("%d reconstructed, %d taken", before.Count, after.Count)
	}
	for i, p := range before.Evidence {
		if o := after.Evidence[i]; p.Reason != o.Reason || p.Record != "" || o.Record == "" || !slices.Contains(p.Marks, score.Retro) {
			t.Errorf("%+v\n%+v", p, o)
		}
	}
	s.step(t, "W00007", "void", map[string]string{"reason": "重复"})
	if again := clause(t, s.card(t, app.ScoreQuery{}), "T3"); again.Count != after.Count {
		t.Errorf("a check taken moved: %d, %d", again.Count, after.Count)
	}
}

func (s *Session) count(t *testing.T, kind string) (n int, err error) {
	t.Helper()
	err = s.Store.View(t.Context(), func(r app.Reader) error {
		n, err = r.Count(t.Context(), app.Query{Kind: kind}, 0)
		return err
	})
	return n, err
}

func (s *Session) late(t *testing.T, numbers ...string) {
	t.Helper()
	for _, n := range numbers {
		s.act(t, "ticket", "new", "receive", map[string]string{"title": "待遇核对", "system": "工单系统", "region": "丹徒区", "outside_number": n, "arrived": "2026-03-02T10:00"})
		s.act(t, "ticket", n, "resolve", map[string]string{"resolved": "2026-03-05T10:00", "result": "好", "category": "指导答疑", "main_type": "业务"})
	}
}

func (s *Session) act(t *testing.T, kind, key, action string, values map[string]string) {
	t.Helper()
	if _, err := s.Act(t.Context(), app.Step{Kind: kind, Key: key, Action: action, Values: values}); err != nil {
		t.Fatal(err)
	}
}

// A merged group counts once, a void ticket not at all, a rework once however it was told.
func TestWhatCountsOnce(t *testing.T) {
	now := local("2026-03-06 10:00")
	s := reporting(t, &now)
	s.late(t, "W1", "W2", "W3")
	if l := clause(t, s.card(t, app.ScoreQuery{}), "T2"); l.Points.String() != "-0.6" || l.Count != 3 {
		t.Fatalf("%s %d", l.Points, l.Count)
	}
	s.step(t, "W1", "merge", map[string]string{"with": "W2"})
	s.step(t, "W2", "merge", map[string]string{"with": "W1"})
	s.step(t, "W3", "rework", map[string]string{"returned": "2026-03-05T11:00", "nature": "质量"})
	s.step(t, "W3", "resolve", map[string]string{"resolved": "2026-03-05T11:30", "result": "好"})
	card := s.card(t, app.ScoreQuery{})
	if l := clause(t, card, "T2"); l.Points.String() != "-0.4" || l.Count != 2 {
		t.Errorf("merged: %s %d", l.Points, l.Count)
	}
	if l := clause(t, card, "T4"); l.Points.String() != "-0.5" || l.Count != 1 {
		t.Errorf("reworked: %s %d", l.Points, l.Count)
	}
	s.step(t, "W3", "void", map[string]string{"reason": "误登"})
	card = s.card(t, app.ScoreQuery{})
	if clause(t, card, "T2").Points.String() != "-0.2" || clause(t, card, "T4").Points != 0 {
		t.Errorf("void: %s %s", clause(t, card, "T2").Points, clause(t, card, "T4").Points)
	}
}

// What was written while the clock ran backwards waits; a ruling the center answered on it ends the waiting.
func TestDoubtfulTimesWait(t *testing.T) {
	now := local("2026-03-06 10:00")
	s := reporting(t, &now)
	s.late(t, "W1")
	now = local("2026-03-04 09:00")
	s.ConfirmDate("2026-03-04")
	s.step(t, "W1", "note", map[string]string{"text": "时钟回拨后登记"})
	now = local("2026-03-06 11:00")
	card := s.card(t, app.ScoreQuery{})
	l := clause(t, card, "T2")
	if l.Points != 0 || card.Waiting != 1 || l.Evidence[0].Would.String() != "-0.2" || !slices.Contains(l.Evidence[0].Marks, score.Doubted) {
		t.Fatalf("%d wait: %+v", card.Waiting, l)
	}
	s.act(t, "ruling", "new", "propose", map[string]string{"clause": "T2", "on": "2026-03-05", "count": "1", "title": "时间核实", "effect": "豁免", "basis": "W1"})
	rec := s.newest(t, "ruling")
	s.paper(t, "ruling", rec)
	s.act(t, "ruling", rec, "rule", map[string]string{"verdict": "不成立", "paper": "依据.txt", "paper_date": "2026-03-06"})
	if l := clause(t, s.card(t, app.ScoreQuery{}), "T2"); l.Points.String() != "-0.2" {
		t.Errorf("%+v", l)
	}
}

func (s *Session) newest(t *testing.T, kind string) string {
	t.Helper()
	rows, err := s.List(t.Context(), app.Query{Kind: kind, Limit: 1}, "")
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	return rows[0].Number
}

func (s *Session) paper(t *testing.T, kind, key string) {
	t.Helper()
	if _, err := s.Attach(t.Context(), kind, key, app.File{Name: "依据.txt", Data: []byte("信息中心书面意见")}); err != nil {
		t.Fatal(err)
	}
}

// A scheme from outside rides in the ledger: it scores after the store was closed and opened again, and every step back to a shipped
// one is by name.
func TestASchemeFromOutsideRidesInTheLedger(t *testing.T) {
	now := local("2026-03-06 10:00")
	s := reporting(t, &now)
	s.late(t, "W1")
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "assets", "schemes", "zhenjiang-2025.json"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`"id": "zhenjiang-2025"`, `"id": "danyang-2026"`, `"day": "-0.1"`, `"day": "-0.3"`).Replace(string(raw))
	year := func() map[string]string { return map[string]string{"start": "2026-01-01", "end": "2026-12-31"} }
	if _, err := s.SetContractScheme(t.Context(), year(), []byte(text)); err != nil {
		t.Fatal(err)
	}
	if c := s.card(t, app.ScoreQuery{}); c.Scheme != "danyang-2026" || clause(t, c, "T2").Points.String() != "-0.6" {
		t.Errorf("%s %s", c.Scheme, clause(t, c, "T2").Points)
	}
	if _, err := s.SetContractScheme(t.Context(), year(), []byte(strings.Replace(text, `"base": "100"`, `"base": "-100"`, 1))); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "第5行") {
		t.Errorf("%v", err)
	}
	values := year()
	values["scheme"] = "zhenjiang-2025"
	if _, err := s.SetContract(t.Context(), values); err != nil {
		t.Fatal(err)
	}
	if c := s.card(t, app.ScoreQuery{}); c.Scheme != "zhenjiang-2025" || clause(t, c, "T2").Points.String() != "-0.2" {
		t.Errorf("%s %s", c.Scheme, clause(t, c, "T2").Points)
	}
}

// People: gone without consent and handover, core or not; a day not signed from the day attendance is kept.
func TestPeopleOnTheCard(t *testing.T) {
	now := local("2026-03-06 18:30")
	s := reporting(t, &now)
	for name, role := range map[string]string{"张工": "项目经理", "李工": "驻场工程师", "吴工": "后台研发"} {
		s.act(t, "person", "new", "join", map[string]string{"name": name, "role": role, "from": "2026-01-05"})
	}
	rows, err := s.List(t.Context(), app.Query{Kind: "person"}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rows {
		if p.Fields["name"] != "吴工" {
			s.act(t, "person", p.Number, "depart", map[string]string{"left": "2026-03-05", "reason": "失联"})
		}
	}
	card := s.card(t, app.ScoreQuery{})
	if p1, p2 := clause(t, card, "P1"), clause(t, card, "P2"); p1.Points.String() != "-11" || p2.Points.String() != "-2" {
		t.Errorf("P1 %s, P2 %s: %+v", p1.Points, p2.Points, p1.Evidence)
	}
	if p3 := clause(t, card, "P3"); p3.Points != 0 || !strings.Contains(strings.Join(card.Notes, ""), "没有考勤记录") {
		t.Errorf("%+v %v", p3, card.Notes)
	}
	s.act(t, "attendance", "new", "sign-in", map[string]string{"person": "李工", "date": "2026-03-03", "signed_in": "2026-03-03T08:40"})
	p3 := clause(t, s.card(t, app.ScoreQuery{}), "P3") // 李工 late on the 3rd and away on the 4th and 5th, 张工 away on all three
	if p3.Points.String() != "-2.6" || p3.Count != 6 {
		t.Errorf("%s %d %+v", p3.Points, p3.Count, p3.Evidence)
	}
	// the month says what the card does, of each person and day
	docked, err := s.Docked(t.Context(), local("2026-03-31 23:00"))
	if err != nil || docked.Clause != "P3" || docked.Capped || docked.Of("李工").String() != "-1.1" || docked.Of("李工")+docked.Of("张工") != p3.Points {
		t.Errorf("%+v %v", docked, err)
	}
	if day, ok := docked.Day("李工", "2026-03-03"); !ok || day.Points.String() != "-0.1" || !strings.Contains(day.Reason, "李工迟到10分钟") {
		t.Errorf("%+v", day)
	}
	if before, err := s.Docked(t.Context(), local("2026-02-01 00:00")); err != nil || before.Clause != "P3" || len(before.Days) != 0 {
		t.Errorf("%+v %v", before, err)
	}
	if outside, err := s.Docked(t.Context(), local("2025-06-01 00:00")); err != nil || outside.Clause != "" {
		t.Errorf("%+v %v", outside, err)
	}
	s.act(t, "ruling", "new", "propose", map[string]string{"title": "李工当日公出", "clause": "P3", "on": "2026-03-03", "effect": "豁免", "count": "1", "basis": "KQ-01-2026-000001", "opinion": "公出证明"})
	if waiting, err := s.Docked(t.Context(), local("2026-03-01 00:00")); err != nil || waiting.Of("李工") != docked.Of("李工") {
		t.Errorf("before the center grants it: %+v %v", waiting, err)
	}
}

// A year that was closed keeps its card; by a moment before, it is reckoned.
func TestAClosedYearKeepsItsCard(t *testing.T) {
	now := local("2026-03-06 10:00")
	s := reporting(t, &now)
	s.late(t, "W1")
	if _, err := s.SetContract(t.Context(), map[string]string{"start": "2026-01-01", "end": "2026-03-05"}); err != nil {
		t.Fatal(err)
	}
	rec := s.newest(t, "contract")
	s.paper(t, "contract", rec)
	closed, err := s.CloseYear(t.Context(), "2026", map[string]string{"paper": "依据.txt", "paper_date": "2026-03-06"})
	if err != nil {
		t.Fatal(err)
	}
	if closed.Closed == nil || len(closed.Closed.Hash) != 64 || len(closed.Closed.Heads) == 0 || closed.Center == nil || *closed.Center != closed.Total || len(closed.Changed) != 0 {
		t.Errorf("%+v", closed)
	}
	now = now.Add(time.Hour)
	s.late(t, "W2")
	after := s.card(t, app.ScoreQuery{})
	if after.Total != closed.Total || len(after.Changed) == 0 || clause(t, after, "T2").Count != 1 {
		t.Errorf("%s, %v", after.Total, after.Changed)
	}
	if looked := s.card(t, app.ScoreQuery{AsOf: local("2026-03-06 11:00")}); looked.Closed != nil || clause(t, looked, "T2").Count != 2 {
		t.Errorf("%+v", looked.Closed)
	}
	s.paper(t, "contract", rec)
	again, err := s.CloseYear(t.Context(), "2026", map[string]string{"official": "95", "paper": "依据.txt", "paper_date": "2026-03-06"})
	if err != nil || clause(t, again, "T2").Count != 2 || again.Center.String() != "95" || len(again.Changed) != 0 {
		t.Errorf("closed anew: %+v %v", again, err)
	}
}
