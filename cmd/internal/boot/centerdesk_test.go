package boot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// wrote takes a step in a session's own store and gives the record.
func (s *Session) wrote(t *testing.T, kind, key, action string, values map[string]string) *ledger.Record {
	t.Helper()
	rec, err := s.Act(context.Background(), app.Step{Kind: kind, Key: key, Action: action, Values: values})
	if err != nil {
		t.Fatalf("%s %s: %v", kind, action, err)
	}
	return rec
}

// leads lets the center's account write what a project manager does.
func (s *Session) leads(t *testing.T) {
	t.Helper()
	if err := s.SetRoles(context.Background(), "王主任", func(had []ledger.Role) []ledger.Role { return append(had, ledger.Lead) }); err != nil {
		t.Fatal(err)
	}
}

// bring takes one's file into the other's store.
func bring(t *testing.T, from, to *Session) app.Exchanged {
	t.Helper()
	x, err := to.Receive(context.Background(), app.Receiving{Path: from.sent(t), Asks: true})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// later moves a session's clock.
func (s *Session) later(by time.Duration) {
	was := s.Now
	s.Now = func() time.Time { return was().Add(by) }
}

func TestPeersAreToldWithWhatWentAndCame(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	peers, err := station.Peers(ctx)
	if err != nil || len(peers) != 1 || !peers[0].Pending || !peers[0].Exchange || peers[0].Sent != nil || peers[0].Waiting == 0 {
		t.Fatalf("the station before anything came: %+v, %v", peers, err)
	}
	x := bring(t, station, center)
	if x.Commits == 0 || !slices.ContainsFunc(x.Records, func(k app.TouchedKind) bool { return k.Kind == "ticket" && k.New > 0 }) {
		t.Errorf("it brings %+v", x.Records)
	}
	bring(t, center, station)
	if peers, err = station.Peers(ctx); err != nil || len(peers) != 1 || peers[0].Pending || peers[0].Sent == nil || peers[0].Got == nil || !slices.Contains(peers[0].Roles, ledger.Center) {
		t.Fatalf("the station after both went: %+v, %v", peers, err)
	}
	if peers, err = center.Peers(ctx); err != nil || len(peers) != 1 || peers[0].Got == nil || peers[0].Got.Commits != x.Commits || peers[0].Silent != 0 || peers[0].Quiet() {
		t.Fatalf("the center: %+v, %v", peers, err)
	}
	center.leads(t)
	peers, _ = center.Peers(ctx)
	waiting := peers[0].Waiting
	center.act(t, "ticket", "new", "receive", map[string]string{"title": "中心登记", "system": "工单系统", "region": "丹徒区", "arrived": "2026-03-12T10:00"})
	if peers, _ = center.Peers(ctx); peers[0].Waiting != waiting+1 {
		t.Errorf("%d commits wait, %d before", peers[0].Waiting, waiting)
	}
	if !peers[0].Since.Equal(center.Now()) {
		t.Errorf("enrolled %v", peers[0].Since)
	}
	center.later(15 * 24 * time.Hour)
	if peers, _ = center.Peers(ctx); peers[0].Silent != 15 || !peers[0].Quiet() {
		t.Errorf("silent for %d days", peers[0].Silent)
	}
	list, err := center.Transfers(ctx)
	if err != nil || len(list) != 2 || !list[0].Out || list[1].Out || list[1].Feed != station.store.Meta().Feed || list[1].Seq == 0 {
		t.Errorf("the notes: %+v, %v", list, err)
	}
	if _, err := center.Expel(ctx, peers[0].Device); err != nil {
		t.Fatal(err)
	}
	if peers, _ = center.Peers(ctx); len(peers) != 1 || !peers[0].Revoked || peers[0].Quiet() || peers[0].Waiting != 0 {
		t.Errorf("revoked: %+v", peers)
	}
}

func TestWhatWaitsForTheCenterIsReadOffTheKinds(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	rec := station.wrote(t, "ticket", "new", "receive", map[string]string{"title": "待遇核对", "system": "工单系统", "region": "丹徒区", "arrived": "2026-03-12T10:00", "assignee": "张工"})
	id := string(rec.ID)
	station.act(t, "ticket", id, "accept", map[string]string{"responded": "2026-03-12T10:20"})
	station.act(t, "ticket", id, "request-extension", map[string]string{"requested": "2026-03-12T11:00", "reason": "须省厅修数", "proposed": "2026-03-16T18:00"})
	station.act(t, "complaint", "new", "receive", map[string]string{"title": "等待过久", "received": "2026-03-12T09:00", "sort": "服务态度"})
	x := bring(t, station, center)
	if len(x.Asks) != 2 {
		t.Errorf("it asks %+v", x.Asks)
	}
	list, err := center.Rulings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var of []string
	for _, w := range list {
		of = append(of, w.Kind+" "+w.Matter+" "+strings.Join(w.Answers, ","))
		if w.Barred != "" || w.Device != "一号机" {
			t.Errorf("%+v", w)
		}
	}
	if len(list) != 2 || !slices.Contains(of, "ticket 批准延期 grant-extension,deny-extension") || !slices.Contains(of, "complaint 认定 rule") {
		t.Fatalf("%q", of)
	}
	i := slices.IndexFunc(list, func(w app.Waiting) bool { return w.Kind == "ticket" })
	if w := list[i]; w.Reason != "须省厅修数" || !strings.Contains(w.Wished, "2026-03-16 18:00") || w.Title != "待遇核对" {
		t.Errorf("%+v", w)
	}
	if mine, err := station.Rulings(ctx); err != nil || len(mine) != 2 || mine[0].Barred != "" { // no center is known yet: from paper
		t.Errorf("the station sees %+v, %v", mine, err)
	}
	center.act(t, "ticket", id, "grant-extension", map[string]string{"due": "2026-03-16T18:00", "ruled": "2026-03-12T15:00"})
	if list, err = center.Rulings(ctx); err != nil || len(list) != 1 || list[0].Kind != "complaint" {
		t.Errorf("answered, and yet %+v, %v", list, err)
	}
	bring(t, center, station)
	if list, err = station.Rulings(ctx); err != nil || len(list) != 1 || !strings.Contains(list[0].Barred, "信息中心") {
		t.Errorf("the station after the answer: %+v, %v", list, err)
	}
}

// grantedOnPaper is a station that knows no center and put down an extension from paper.
func grantedOnPaper(t *testing.T) (station *Session, id string) {
	t.Helper()
	station = founded(t)
	rec := station.wrote(t, "ticket", "new", "receive", map[string]string{"title": "待遇核对", "system": "工单系统", "region": "丹徒区", "arrived": "2026-03-12T10:00", "assignee": "张工"})
	id = string(rec.ID)
	station.act(t, "ticket", id, "request-extension", map[string]string{"requested": "2026-03-12T11:00", "reason": "须省厅修数", "proposed": "2026-03-16T18:00"})
	if _, err := station.Attach(t.Context(), "ticket", id, app.File{Name: "批复.pdf", Data: []byte("%PDF-1.4 批复")}); err != nil {
		t.Fatal(err)
	}
	station.act(t, "ticket", id, "grant-extension", map[string]string{"due": "2026-03-16T18:00", "ruled": "2026-03-12T15:00", "paper": "批复.pdf", "paper_date": "2026-03-12"})
	return station, id
}

func TestWhatWasRuledFromPaperDoesNotWaitAndIsMarked(t *testing.T) {
	station, id := grantedOnPaper(t)
	ctx := context.Background()
	if list, err := station.Rulings(ctx); err != nil || len(list) != 0 {
		t.Fatalf("before a center is known: %+v, %v", list, err)
	}
	center := station.center(t)
	if x := bring(t, station, center); len(x.Asks) > 0 {
		t.Errorf("it asks %+v", x.Asks)
	}
	list, err := center.Rulings(ctx)
	if err != nil || len(list) != 1 || list[0].Paper != "2026-03-12" || list[0].Barred != "" {
		t.Fatalf("%+v, %v", list, err)
	}
	field, wishes, err := center.Proposals(ctx, "ticket", actionOf(t, center, "ticket", "grant-extension"), id)
	if err != nil || field != "due" || len(wishes) != 1 || wishes[0].Value != "2026-03-16 18:00" {
		t.Errorf("%q %+v, %v", field, wishes, err)
	}
	center.act(t, "ticket", id, "grant-extension", map[string]string{"due": "2026-03-16T18:00", "ruled": "2026-03-13T00:30"})
	if list, err = center.Rulings(ctx); err != nil || len(list) != 0 {
		t.Errorf("signed anew, and yet %+v, %v", list, err)
	}
}

func TestARulingFromPaperThatWasTakenBackWaitsAgain(t *testing.T) {
	station, id := grantedOnPaper(t)
	ctx := context.Background()
	station.act(t, "ticket", id, ledger.TakeBack, nil)
	center := station.center(t)
	bring(t, station, center)
	if list, err := center.Rulings(ctx); err != nil || len(list) != 1 || list[0].Paper != "" {
		t.Errorf("%+v, %v", list, err)
	}
}

func actionOf(t *testing.T, s *Session, kind, name string) ledger.Action {
	t.Helper()
	a, ok := s.Kinds.Kind(kind).Action(name)
	if !ok {
		t.Fatal(name)
	}
	return a
}

func TestAppealsMonthsAndReportsWaitUntilTheyAreAnswered(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	day := station.wrote(t, "attendance", "new", "appeal", map[string]string{"person": "张工", "date": "2026-02-26", "reason": "打卡机故障", "appealed": "2026-02-27T09:00"})
	station.act(t, "attendance", "new", "sign-in", map[string]string{"person": "张工", "date": "2026-02-25", "signed_in": "2026-02-25T08:20"})
	station.act(t, "attendance", "new", "sign-in", map[string]string{"person": "张工", "date": "2026-03-11", "signed_in": "2026-03-11T08:20"})
	bring(t, station, center)
	matters := func() (out []string) {
		list, err := center.Rulings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range list {
			out = append(out, w.Kind+" "+w.Matter+" "+w.Month)
		}
		slices.Sort(out)
		return out
	}
	if got := matters(); !slices.Equal(got, []string{"attendance 月度确认 2026-02", "attendance 裁定 "}) { // March is not over
		t.Fatalf("%q", got)
	}
	center.act(t, "attendance", string(day.ID), "rule", map[string]string{"verdict": "正常", "ruled": "2026-03-12T10:00"})
	if got := matters(); !slices.Equal(got, []string{"attendance 月度确认 2026-02"}) {
		t.Fatalf("%q", got)
	}
	month := time.Date(2026, 2, 1, 0, 0, 0, 0, ledger.Zone)
	if n, err := center.ConfirmMonth(ctx, app.Confirmation{Month: month, Confirmed: center.Now(), By: "王主任"}); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	if got := matters(); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestASecondWordIsWaitedForWhereOneIsNotEnough(t *testing.T) {
	station, center := met(t)
	waits := func() (out []string) {
		list, err := center.Rulings(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range list {
			out = append(out, w.Number+" "+strings.Join(w.Answers, ","))
		}
		return out
	}
	for _, sensitive := range []string{"是", "否"} {
		rec := station.wrote(t, "change", "new", "apply", map[string]string{"title": "在保人数统计", "type": "数据查询统计", "system": "社会保险系统", "region": "丹徒区", "applicant_unit": "某科", "applicant": "李科长", "applied": "2026-03-10T09:00", "purpose": "年报", "definition": "按月末", "source": "生产库"})
		station.act(t, "change", string(rec.ID), "review", map[string]string{"reviewed": "2026-03-10T10:00", "reviewer": "张工", "sensitive": sensitive})
	}
	bring(t, station, center)
	if got := waits(); len(got) != 2 || !strings.HasSuffix(got[0], " authorise,deny") {
		t.Fatalf("%q", got)
	}
	list, _ := center.Rulings(context.Background())
	for _, w := range list {
		if _, err := center.Attach(context.Background(), "change", string(w.Record), app.File{Name: "函.pdf", Data: []byte("同意")}); err != nil {
			t.Fatal(err)
		}
		center.act(t, "change", string(w.Record), "authorise", map[string]string{"authorised": "2026-03-11T09:00", "authoriser": "王主任", "letter": "函.pdf"})
	}
	if got := waits(); len(got) != 1 || !strings.HasSuffix(got[0], " authorise-again") {
		t.Errorf("%q", got)
	}
}

func TestAFactDatedBeforeAFileItIsNotInIsTold(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	bring(t, station, center)
	station.later(26 * time.Hour)
	rec := station.wrote(t, "ticket", "new", "receive", map[string]string{"title": "补记", "system": "工单系统", "region": "丹徒区", "arrived": "2026-03-12T09:00"})
	station.act(t, "ticket", "new", "receive", map[string]string{"title": "当时", "system": "工单系统", "region": "丹徒区", "arrived": ledger.FormatTime(station.Now())})
	bring(t, station, center)
	list, err := center.OmittedFacts(ctx)
	if err != nil || len(list) != 1 || list[0].Record != rec.ID || list[0].Field != "到达时间" || list[0].Device != "一号机" || list[0].Number == "" {
		t.Fatalf("%+v, %v", list, err)
	}
	s, err := center.Show(ctx, "ticket", string(rec.ID), true, "")
	if err != nil || !strings.Contains(s.History[0].Note, "交换包") {
		t.Errorf("%+v, %v", s.History, err)
	}
	if list, err := station.OmittedFacts(ctx); err != nil || len(list) != 0 {
		t.Errorf("the station tells of its own: %+v, %v", list, err)
	}
}

func TestStationsAreCountedByWhoFirstWroteOfATicket(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	late := station.wrote(t, "ticket", "new", "receive", map[string]string{"title": "迟", "system": "工单系统", "region": "丹徒区", "arrived": "2026-03-05T10:00"})
	bring(t, station, center)
	center.leads(t)
	center.act(t, "ticket", "new", "receive", map[string]string{"title": "中心登记", "system": "工单系统", "region": "京口区", "arrived": "2026-03-12T10:00"})
	s, err := center.Stations(ctx)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]app.StationRow{}
	for _, row := range append(s.ByStation, s.ByRegion...) {
		by[row.Label] = row
	}
	if s.All.Tickets < 3 || by["信息中心"].Tickets != 1 || by["一号机"].Tickets != s.All.Tickets-1 || by["京口区"].Open != 1 {
		t.Errorf("%+v", s)
	}
	if by["一号机"].Overdue == 0 || by["一号机"].Fallen == 0 || by["一号机"].OnTime != 0 {
		t.Errorf("%s is overdue: %+v", late.Number, by["一号机"])
	}
}
